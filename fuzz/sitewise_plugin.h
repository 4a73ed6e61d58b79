/* What an implementation offers to be fuzzed in process: three functions in C.
 *
 * Link your handler, built with -fsanitize=fuzzer-no-link (and address,undefined if you like), with
 * the library of plugin_fuzzer: see docs/fuzzing.md. Your code is the one whose coverage guides the
 * fuzzer; the suite's model judges what it answers.
 *
 * Every function is called from one thread. Strings are not terminated by NUL unless said so.
 */
/* NOLINTBEGIN(modernize-*,readability-identifier-naming,readability-redundant-*): this is C. */
#ifndef SITEWISE_PLUGIN_H
#define SITEWISE_PLUGIN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct {
  const char* data;
  size_t size;
} sitewise_text;

typedef struct {
  sitewise_text name;
  sitewise_text value;
} sitewise_header;

typedef struct {
  sitewise_text method; /* "POST" */
  sitewise_text path;   /* "/properties", with the query, percent-encoded */
  const sitewise_header* headers;
  size_t header_count;
  sitewise_text body;
} sitewise_request;

/* All of it stays yours and has to live until the next call. */
typedef struct {
  int status;
  const sitewise_header* headers;
  size_t header_count;
  sitewise_text body;
} sitewise_response;

/* Returns a target description (docs/target.md), terminated by NUL: which properties there are and
 * how two account settings stand. The endpoint in it is not used. Called once. */
const char* sitewise_plugin_target(void);

/* Forgets everything that was stored. Until the next call your clock stands at this instant. */
void sitewise_plugin_reset(int64_t now_seconds, int32_t now_nanos);

/* Answers one request. */
void sitewise_plugin_handle(const sitewise_request* request, sitewise_response* response);

#ifdef __cplusplus
}
#endif

#endif /* SITEWISE_PLUGIN_H */
/* NOLINTEND(modernize-*,readability-identifier-naming,readability-redundant-*): this is C. */
