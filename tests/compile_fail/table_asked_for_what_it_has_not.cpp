// SPDX-License-Identifier: BSL-1.0
// EXPECT: get\(\) takes the name of a function that was given to the table

#include <tacho/tacho.hpp>

int main() {
    tacho::family<tacho::histogram<>, "function"> calls{"calls_seconds", "Calls."};
    auto table = tacho::instrument(calls, tacho::named<"f">([] {}));
#ifdef TACHO_REJECT
    table.get<"g">()();
#else
    table.get<"f">()();
#endif
}
