// Every way of making a case one thing smaller.
//
// Law: a shrink is a case that can be read and rendered, and is smaller by `CostOf`, so any path of
// shrinks ends. It adds no fault to a put: a list keeps an element, a required member stays, a null
// keeps its quality. Raw bodies are cut anywhere between characters.
// REQUIRES: the case was read by `ParseCase`, or could have been.
//
// Example: for (auto shrinks = ShrinksOf(failing); auto smaller = shrinks.next();) { ... }
#pragma once

#include <cstdint>

#include <rapidcheck.h>

#include "generators/case/case.h"

namespace swc::generators {

// Returns how big a case is: more steps, members and characters cost more, and so do values that
// are not plain (a quality other than GOOD, digits, other letters than "a").
[[nodiscard]] std::uint64_t CostOf(const Case& test_case);

// Yields what is one thing smaller than `test_case`, the largest steps first: without a step, a
// series, an entry, a value or an optional member; with a simpler value, text, time or quality.
// Each is made when it is asked for.
[[nodiscard]] rc::Seq<Case> ShrinksOf(const Case& test_case);

// Yields only those of them that leave something out.
[[nodiscard]] rc::Seq<Case> RemovalsOf(const Case& test_case);

// Yields only those of them that lack steps, a series or elements of a list: all that they still
// send is sent as it was. (Without a member a value may mean something else.)
[[nodiscard]] rc::Seq<Case> PartsOf(const Case& test_case);

}  // namespace swc::generators
