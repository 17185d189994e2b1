# SPDX-License-Identifier: MIT
# libkbx for other programs: static and shared, headers, Python module, pkg-config and CMake package.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(KBC_PYTHON_DIR lib/python3/dist-packages CACHE STRING "Where the Python module is installed")

# The static library is the room `kbx` that kbc itself links. Only KBX_API is seen from outside of
# the shared one. zlib and PCRE2 are nobody's business but the library's.
file(GLOB kbx_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/kbx/*.c)
add_library(kbx STATIC ${kbx_sources})
add_library(kbx_shared SHARED ${kbx_sources})
set_target_properties(kbx PROPERTIES EXPORT_NAME static)
set_target_properties(kbx_shared PROPERTIES EXPORT_NAME kbx OUTPUT_NAME kbx
  VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR})
foreach(library kbx kbx_shared)
  target_link_libraries(${library} PUBLIC $<BUILD_INTERFACE:kbc_flags>
    PRIVATE ZLIB::ZLIB PkgConfig::PCRE2 m)
  target_include_directories(${library} INTERFACE $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
  set_target_properties(${library} PROPERTIES C_VISIBILITY_PRESET hidden)
endforeach()

set(package ${CMAKE_INSTALL_LIBDIR}/cmake/kbx)
install(TARGETS kbx EXPORT kbx-static ARCHIVE)
install(TARGETS kbx_shared EXPORT kbx-shared LIBRARY)
install(EXPORT kbx-static NAMESPACE kbx:: DESTINATION ${package})
install(EXPORT kbx-shared NAMESPACE kbx:: DESTINATION ${package})
install(FILES kbx/kbx.h kbx/format.h kbx/match.h kbx/rank.h kbx/search.h
  DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/kbx)
install(FILES kbx/python/kbx.py DESTINATION ${KBC_PYTHON_DIR})

# Both name places beside their own, so that an installed tree can be moved.
file(RELATIVE_PATH KBX_UP /prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig /prefix)
configure_file(cmake/kbx.pc.in kbx.pc @ONLY)
install(FILES ${CMAKE_BINARY_DIR}/kbx.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
configure_package_config_file(cmake/kbx-config.cmake.in kbx-config.cmake
  INSTALL_DESTINATION ${package})
write_basic_package_version_file(kbx-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_BINARY_DIR}/kbx-config.cmake ${CMAKE_BINARY_DIR}/kbx-config-version.cmake
  DESTINATION ${package})
