# SPDX-License-Identifier: MIT
# kb_embed(target file...): a static library with the files' bytes in the table of kb/embedded.h.
function(kb_embed target)
  set(out ${CMAKE_BINARY_DIR}/${target}.c)
  set(paths ${ARGN})
  list(TRANSFORM paths PREPEND ${CMAKE_SOURCE_DIR}/)
  list(JOIN paths "|" joined)
  add_custom_command(OUTPUT ${out}
    COMMAND ${CMAKE_COMMAND} -DOUT=${out} "-DFILES=${joined}"
            -P ${CMAKE_SOURCE_DIR}/cmake/EmbedFiles.cmake
    DEPENDS ${paths} ${CMAKE_SOURCE_DIR}/cmake/EmbedFiles.cmake
    VERBATIM)
  add_library(${target} STATIC ${out})
endfunction()
