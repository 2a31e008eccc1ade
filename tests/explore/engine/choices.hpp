// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_TESTS_EXPLORE_ENGINE_CHOICES_HPP
#define TACHO_TESTS_EXPLORE_ENGINE_CHOICES_HPP

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace explore {

/// The subject of a decision. The first option of each decision is the one that a plain run takes.
enum class decision : std::uint8_t { preemption, next_thread, value, signal, memory };

/// The decisions of a run. The same decisions in the same order give the same run. The next run in
/// depth-first order changes the last decision that has an option left.
class choices {
public:
    /// Begins a run that takes the decisions of `path` and then always the first option.
    void begin() noexcept { taken_ = 0; }

    /// Begins a run of random decisions.
    void begin_walk(std::uint64_t seed) {
        path_.clear();
        taken_ = 0;
        random_.seed(static_cast<std::uint32_t>(seed));
        walking_ = true;
    }

    /// Begins a run that takes the decisions of the last run again.
    void begin_again() noexcept {
        taken_ = 0;
        walking_ = false;
    }

    void clear() noexcept {
        path_.clear();
        begin_again();
    }

    [[nodiscard]] unsigned choose(unsigned options, decision about) {
        if (taken_ == path_.size())
            path_.push_back({walking_ ? walk(options, about) : 0, options});
        return path_[taken_++].taken;
    }

    /// Goes on to the next path; false when no path is left.
    [[nodiscard]] bool advance() {
        while (!path_.empty() && path_.back().taken + 1 == path_.back().options)
            path_.pop_back();
        if (path_.empty())
            return false;
        ++path_.back().taken;
        return true;
    }

private:
    struct step {
        unsigned taken;
        unsigned options;
    };

    [[nodiscard]] unsigned below(unsigned end) {
        return static_cast<unsigned>(random_() % end); // gives the same on every system
    }

    [[nodiscard]] unsigned walk(unsigned options, decision about) {
        unsigned plain = 0; // of ten
        switch (about) {
        case decision::preemption:
            plain = 7;
            break;
        case decision::signal:
        case decision::memory:
            plain = 9;
            break;
        case decision::value:
            plain = 5;
            break;
        case decision::next_thread:
            return below(options);
        }
        return below(10) < plain ? 0 : 1 + below(options - 1);
    }

    std::vector<step> path_;
    std::size_t taken_{0};
    bool walking_{false};
    std::minstd_rand random_;
};

} // namespace explore

#endif
