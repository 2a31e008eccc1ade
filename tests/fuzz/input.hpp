// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_TESTS_FUZZ_INPUT_HPP
#define TACHO_TESTS_FUZZ_INPUT_HPP

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fuzz/targets.hpp"

namespace fuzz {

/// Turns bytes into values. At the end all numbers are 0 and all texts empty.
class input {
public:
    explicit input(bytes from)
        : left_{from} {}

    [[nodiscard]] bool empty() const { return left_.empty(); }

    std::uint8_t byte() {
        if (left_.empty())
            return 0;
        auto const first = left_.front();
        left_ = left_.subspan(1);
        return first;
    }

    std::size_t below(std::size_t end) { return byte() % end; }

    std::uint32_t number() {
        std::uint32_t made = 0;
        for (int i = 0; i < 4; ++i)
            made = made << 8 | byte();
        return made;
    }

    /// Small numbers, numbers of any bits, and the special ones.
    double real() {
        switch (below(4)) {
        case 0:
            return byte();
        case 1:
            return byte() / 16.0 - 4;
        case 2:
            return static_cast<double>(std::bit_cast<float>(number()));
        default: {
            auto const high = std::uint64_t{number()} << 32;
            return std::bit_cast<double>(high | number());
        }
        }
    }

    std::string text() {
        std::string made;
        for (auto size = below(24); size > 0 && !empty(); --size)
            made += static_cast<char>(byte());
        return made;
    }

    /// Mostly bytes that are allowed in a name, so that more than the first check is reached.
    std::string name() {
        constexpr std::string_view likely{"abcdefghijklmnopqrstuvwxyzABC_:0"};
        constexpr std::string_view words[]{"_total", "_bucket", "_sum", "_count", "_created", "le"};
        std::string made;
        for (auto size = below(12); size > 0 && !empty(); --size) {
            auto const next = byte();
            if (next < 224)
                made += likely[next % likely.size()];
            else if (next < 248)
                made += words[next % std::size(words)];
            else
                made += static_cast<char>(byte());
        }
        return made;
    }

    std::vector<double> reals(std::size_t most) {
        std::vector<double> made(below(most + 1));
        std::ranges::generate(made, [this] { return real(); });
        return made;
    }

private:
    bytes left_;
};

} // namespace fuzz

#endif
