# SPDX-License-Identifier: MIT
# kb_build_id(target): a C file with the digest of all sources, of emit/build_id.h, in the target.
function(kb_build_id target)
  set(out ${CMAKE_BINARY_DIR}/build_id.c)
  set(patterns "")
  foreach(folder cmake compiler emit kb kbx pattern schema validate)
    foreach(ending c h def in json cmake css js)
      list(APPEND patterns ${CMAKE_SOURCE_DIR}/${folder}/*.${ending})
    endforeach()
  endforeach()
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR} ${patterns})
  list(TRANSFORM sources PREPEND ${CMAKE_SOURCE_DIR}/ OUTPUT_VARIABLE paths)
  list(JOIN sources "|" joined)
  # Too many for a command line.
  file(WRITE ${CMAKE_BINARY_DIR}/build_id.list "${joined}")
  add_custom_command(OUTPUT ${out}
    COMMAND ${CMAKE_COMMAND} -DOUT=${out} -DROOT=${CMAKE_SOURCE_DIR}
            -DLIST=${CMAKE_BINARY_DIR}/build_id.list
            -P ${CMAKE_SOURCE_DIR}/cmake/WriteBuildId.cmake
    DEPENDS ${paths}
    VERBATIM)
  target_sources(${target} PRIVATE ${out})
endfunction()
