# Script of spec/CMakeLists.txt: writes OUTPUT, a line of C++ for each id of the catalogue CLAUSES.
# The lines are sorted, and OUTPUT is left alone where they are the same: only a new id makes the
# build compile what names clauses again.

file(READ ${CLAUSES} text)
string(JSON count LENGTH "${text}" clauses)
math(EXPR last "${count} - 1")
set(ids)
foreach(index RANGE ${last})
  string(JSON id GET "${text}" clauses ${index} id)
  list(APPEND ids "    \"${id}\",\n")
endforeach()
list(SORT ids)
list(JOIN ids "" lines)
set(lines "    // Generated from spec/clauses.json. Do not edit.\n${lines}")
file(CONFIGURE OUTPUT ${OUTPUT} CONTENT "${lines}" @ONLY)
