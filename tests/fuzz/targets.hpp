// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_TESTS_FUZZ_TARGETS_HPP
#define TACHO_TESTS_FUZZ_TARGETS_HPP

#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>

// What is fuzzed: functions of arbitrary bytes that throw `finding` when something does not hold.
// They know nothing of libFuzzer: driver.cpp feeds them what it invents, replay.cpp the corpora.
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

/// Names, labels, help and values into text, parsed back.
void text(bytes input);

/// The single header's registration: refused without a trace, or in the text.
void validation(bytes input);

} // namespace fuzz

#endif
