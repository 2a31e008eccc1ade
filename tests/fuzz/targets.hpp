// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_TESTS_FUZZ_TARGETS_HPP
#define TACHO_TESTS_FUZZ_TARGETS_HPP

#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>

// The fuzzed functions. They take arbitrary bytes and throw `finding` when a check does not hold.
// They know nothing of libFuzzer: driver.cpp feeds them its inputs, replay.cpp the corpora.
namespace fuzz {

class finding : public std::logic_error {
public:
    using std::logic_error::logic_error;
};

inline void require(bool holds, std::string const& sentence) {
    if (!holds)
        throw finding{sentence};
}

using bytes = std::span<std::uint8_t const>;

/// A foreign exposition text: refused, or shown as it is.
void foreign_text(bytes input);

/// The request parser, fed as a connection feeds it, in arbitrary pieces.
void request(bytes input);

/// Writes names, labels, help and values as text, and parses it back.
void text(bytes input);

/// Registers through the single header: a metric is refused without a trace, or is in the text.
void validation(bytes input);

} // namespace fuzz

#endif
