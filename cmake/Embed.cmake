# Turns text files into functions that return them, so that one binary is the whole tool.
#
# swc_embed(<variable> NAMESPACE <ns> HEADER <path> FILES <Function>=<file>...) generates one .cc in
# the build folder and puts its path into <variable>. A file may be one that the build makes.

function(swc_embed variable)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "NAMESPACE;HEADER" "FILES")
  set(output ${CMAKE_CURRENT_BINARY_DIR}/${variable}.cc)
  set(inputs)
  foreach(pair IN LISTS arg_FILES)
    string(REGEX REPLACE "^[^=]+=" "" file ${pair})
    cmake_path(ABSOLUTE_PATH file)
    list(APPEND inputs ${file})
  endforeach()
  string(REPLACE ";" "," pairs "${arg_FILES}")
  add_custom_command(
    OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DOUTPUT=${output} -DNAMESPACE=${arg_NAMESPACE} -DHEADER=${arg_HEADER}
            -DSOURCE_DIR=${CMAKE_CURRENT_SOURCE_DIR} -DPAIRS=${pairs}
            -P ${PROJECT_SOURCE_DIR}/cmake/EmbedFile.cmake
    DEPENDS ${inputs} ${PROJECT_SOURCE_DIR}/cmake/EmbedFile.cmake
    VERBATIM)
  set(${variable} ${output} PARENT_SCOPE)
endfunction()
