// SPDX-License-Identifier: BSL-1.0
// EXPECT: a function must have a name for its label

#include <tacho/tacho.hpp>

int main() {
    tacho::family<tacho::histogram<>, "function"> calls{"calls_seconds", "Calls."};
#ifdef TACHO_REJECT
    tacho::instrument<"">(calls, [] {})();
#else
    tacho::instrument<"f">(calls, [] {})();
#endif
}
