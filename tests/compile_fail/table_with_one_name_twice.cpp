// SPDX-License-Identifier: BSL-1.0
// EXPECT: the functions of a table must have different names

#include <tacho/tacho.hpp>

int main() {
    tacho::family<tacho::histogram<>, "function"> calls{"calls_seconds", "Calls."};
#ifdef TACHO_REJECT
    auto table = tacho::instrument(calls, tacho::named<"f">([] {}), tacho::named<"f">([] {}));
#else
    auto table = tacho::instrument(calls, tacho::named<"f">([] {}), tacho::named<"g">([] {}));
#endif
    table.get<"f">()();
}
