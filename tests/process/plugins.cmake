# SPDX-License-Identifier: BSL-1.0

# Libraries that a program loads while it runs.

# A host's objects are linked twice: with exported symbols and without. Plugin and host have equal
# visibility.
foreach(visibility IN ITEMS hidden default)
    set(plugin process_plugin_${visibility})
    add_process_target(${plugin} MODULE plugin/plugin.cpp)
    process_without_unique_symbols(${plugin})
    add_process_target(${plugin}_host_objects OBJECT plugin/host.cpp)
    process_visibility(${visibility} ${plugin} ${plugin}_host_objects)
    foreach(exports IN ITEMS OFF ON)
        set(host ${plugin}_host_exports_${exports})
        add_process_target(${host} EXECUTABLE $<TARGET_OBJECTS:${plugin}_host_objects>)
        set_target_properties(${host} PROPERTIES ENABLE_EXPORTS ${exports})
        add_dependencies(${host} ${plugin})
    endforeach()
    add_process_test(
        "a plugin with a copy of its own works with its host's metrics, ${visibility} visibility"
        ${plugin}_host_exports_OFF
        $<TARGET_FILE:${plugin}>
        2 own
    )
    # The functions of tacho::compiled are hidden in whatever links it, so a plugin always calls its own.
    set(called own)
    if(visibility STREQUAL "default" AND NOT TACHO_TEST_COMPILED)
        set(called host's)
    endif()
    add_process_test(
        "a plugin and a host that exports symbols share one copy, ${visibility} visibility"
        ${plugin}_host_exports_ON
        $<TARGET_FILE:${plugin}>
        1 ${called}
    )
endforeach()

# Header-only in any case: a host that links tacho::compiled has the whole library, not an arena alone.
set(tested_before ${tacho_tested})
set(tacho_tested tacho::tacho)
set(two_plugins process_first_plugin process_second_plugin)
foreach(plugin IN LISTS two_plugins)
    add_process_target(${plugin} MODULE two_plugins/plugin.cpp)
endforeach()
add_process_target(process_recording_host EXECUTABLE two_plugins/host.cpp)
set_target_properties(process_recording_host PROPERTIES ENABLE_EXPORTS ON)
add_dependencies(process_recording_host ${two_plugins})
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # With unique symbols the plugins would see each other.
    foreach(target IN ITEMS ${two_plugins} process_recording_host)
        target_compile_options(${target} PRIVATE -fno-gnu-unique)
    endforeach()
endif()
add_process_test(
    "plugins that share their host's arena share its allocator"
    process_recording_host
    $<TARGET_FILE:process_first_plugin>
    $<TARGET_FILE:process_second_plugin>
)
set(tacho_tested ${tested_before})
