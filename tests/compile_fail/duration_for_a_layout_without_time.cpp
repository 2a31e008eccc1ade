// SPDX-License-Identifier: BSL-1.0
// EXPECT: layout measures no time

#include <tacho/tacho.hpp>

#include <chrono>

int main() {
#ifdef TACHO_REJECT
    tacho::histogram<tacho::byte_buckets<1, 2>>{"a", "A."}.observe(std::chrono::seconds{1});
#else
    tacho::histogram<tacho::buckets<1, 2>>{"a", "A."}.observe(std::chrono::seconds{1});
#endif
}
