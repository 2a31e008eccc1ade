// SPDX-License-Identifier: BSL-1.0

#include <tacho/tacho.hpp>

// Files that include the headers and files that import them may be in one program.
void count_elsewhere() {
    tacho::counter{"consumers_built_total", "Programs that use tacho."}.inc();
}
