// SPDX-License-Identifier: BSL-1.0
// EXPECT: (no matching function for call to|no matching function for call to 'instrument')

#include <tacho/tacho.hpp>

int main() {
#ifdef TACHO_REJECT
    tacho::histogram<tacho::byte_buckets<1>> calls{"calls_bytes", "Calls."};
#else
    tacho::histogram<> calls{"calls_seconds", "Calls."};
#endif
    tacho::instrument(calls, [] {})();
}
