// SPDX-License-Identifier: BSL-1.0

// TACHO_FUZZ_TARGET is the target of this program. An exception that it throws ends the program: it
// is a finding.

#include <cstddef>
#include <cstdint>

#include "fuzz/targets.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    fuzz::TACHO_FUZZ_TARGET({data, size});
    return 0;
}
