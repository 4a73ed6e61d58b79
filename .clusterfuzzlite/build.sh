#!/bin/bash
# Builds the in-process harnesses for ClusterFuzzLite and OSS-Fuzz, as their images call it:
# with CC, CXX, CFLAGS, CXXFLAGS, LIB_FUZZING_ENGINE, SRC, WORK and OUT set. `fuzz/check_ossfuzz_build`
# calls it the same way on any Debian.
#
# SWC_SOURCE and SWC_BUILD name other folders than those of the images, SWC_WERROR=ON makes warnings
# errors.
#
# endpoint and plugin need a target, and canary fails on purpose: they stay out.
set -euo pipefail

readonly source=${SWC_SOURCE:-$SRC/sitewise-conformance}
readonly build=${SWC_BUILD:-$WORK/sitewise-conformance}
# Harness and its folder of seeds under fuzz/corpus/.
readonly harnesses=(request_bytes:request_bytes sequence:cases response_bytes:response_bytes user_files:user_files
  mutant:cases ledger:ledger)

# The libraries come as packages, which are built with libstdc++. What CXXFLAGS says wins.
read -r -a cxxflags <<<"-DNDEBUG ${CXXFLAGS//-stdlib=libc++/}"

# DT_RPATH: the libraries beside the harness are found for each other too.
cmake -S "$source" -B "$build" -G Ninja \
  -DCMAKE_BUILD_TYPE=None \
  -DCMAKE_CXX_COMPILER="$CXX" \
  -DCMAKE_CXX_FLAGS="${cxxflags[*]}" \
  -DCMAKE_EXE_LINKER_FLAGS="-Wl,--disable-new-dtags -static-libstdc++ -static-libgcc" \
  -DCMAKE_BUILD_RPATH="\$ORIGIN/lib" \
  -DSWC_BUILD_TESTS=OFF -DSWC_WERROR="${SWC_WERROR:-OFF}" -DSWC_FUZZING_ENGINE="$LIB_FUZZING_ENGINE"

targets=()
for entry in "${harnesses[@]}"; do
  targets+=("${entry%%:*}_fuzzer")
done
cmake --build "$build" --target "${targets[@]}"

mkdir -p "$OUT/lib"
for entry in "${harnesses[@]}"; do
  name=${entry%%:*}_fuzzer
  seeds=$source/fuzz/corpus/${entry##*:}
  cp "$build/$name" "$OUT/$name"
  cp "$source/fuzz/corpus/contract.dict" "$OUT/$name.dict"
  cp "$source/fuzz/options/$name.options" "$OUT/$name.options"
  rm -f "$OUT/${name}_seed_corpus.zip"
  (cd "$seeds" && python3 -m zipfile -c "$OUT/${name}_seed_corpus.zip" ./*)
  # What is not part of every glibc system comes along.
  ldd "$build/$name" | awk '$2 == "=>" && $3 ~ /^\// {print $3}' |
    grep -vE '/(libc|libm|libdl|librt|libpthread|libresolv|ld-linux[^/]*)\.so' |
    xargs -r cp -L -t "$OUT/lib"
done
