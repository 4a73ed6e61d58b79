# Script of spec/CMakeLists.txt: writes OUTPUT, examples of FOLDER as one JSON list without the white
# space between lines. The first of each clause and side stay: who reads about a clause wants no more.
# What was known of the target and of its clock goes.
#
# Law: an example begins with its name, and its members come in the order of spec/examples/README.md.

set(EXAMPLES_PER_SIDE 2)

file(GLOB files ${FOLDER}/*.json)
list(SORT files)
set(kept "")
set(gap "")
foreach(file IN LISTS files)
  file(READ ${file} rest)
  string(REGEX REPLACE "\n *" "" rest "${rest}")
  string(SUBSTRING "${rest}" 1 -1 rest)
  while(rest MATCHES "^{\"name\": ")
    # The head ends where the exchanges begin; before them stand members that nobody reads here.
    string(FIND "${rest}" ",\"exchanges\": " head_end)
    string(SUBSTRING "${rest}" 0 ${head_end} head)
    string(SUBSTRING "${rest}" ${head_end} -1 rest)
    foreach(member IN ITEMS target now)
      string(FIND "${head}" ",\"${member}\": " begin)
      string(SUBSTRING "${head}" 0 ${begin} head)
    endforeach()

    string(FIND "${rest}" ",{\"name\": " tail_end)
    string(SUBSTRING "${rest}" 0 ${tail_end} tail)
    if(tail_end EQUAL -1)
      string(REGEX REPLACE "\\]$" "" tail "${tail}")
      set(rest "")
    else()
      math(EXPR tail_end "${tail_end} + 1")
      string(SUBSTRING "${rest}" ${tail_end} -1 rest)
    endif()

    string(REGEX MATCH "\"clause\": \"([^\"]*)\"" clause "${head}")
    set(side "${CMAKE_MATCH_1}.deviates")
    string(FIND "${tail}" "\"verdict\": \"conforms\"}" conforms REVERSE)
    if(NOT conforms EQUAL -1)
      string(REGEX REPLACE "deviates$" "conforms" side "${side}")
    endif()
    math(EXPR number_${side} "0${number_${side}} + 1")
    if(number_${side} LESS_EQUAL EXAMPLES_PER_SIDE)
      string(APPEND kept "${gap}${head}${tail}")
      set(gap ",\n")
    endif()
  endwhile()
endforeach()
file(WRITE ${OUTPUT} "[${kept}]\n")
