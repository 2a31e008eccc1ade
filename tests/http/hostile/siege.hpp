// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_TESTS_HTTP_HOSTILE_SIEGE_HPP
#define TACHO_TESTS_HTTP_HOSTILE_SIEGE_HPP

#include <tacho/counter.hpp>
#include <tacho/exposition/text.hpp>
#include <tacho/exposition/write_text.hpp>
#include <tacho/http/exposer.hpp>
#include <tacho/registry.hpp>
#include <tacho/snapshot.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "http/client.hpp"
#include "http/hostile/live_memory.hpp"
#include "support/catch.hpp"
#include "support/text.hpp"
#include "support/threads.hpp"

namespace http_test {

/// The most memory that an exposer may hold, as docs/design.md states it. `snapshot` is the memory
/// of one scrape for the registry's values and its text.
[[nodiscard]] inline std::size_t
memory_bound(tacho::http::options const& chosen, std::size_t snapshot) {
    constexpr std::size_t kib = 1024;
    return (chosen.max_connections + 1) * (chosen.header_limit + 4 * kib) +
           chosen.max_scrapes * (snapshot + 8 * kib) + 64 * kib;
}

/// An application that keeps recording and an honest scraper that keeps scraping, while the test
/// attacks the exposer. All assertions are on the test's thread, in `lift`.
class siege {
public:
    explicit siege(tacho::http::options chosen = {}, std::size_t filling = 0)
        : chosen_{with_registry(std::move(chosen))} {
        http_test::fill(registry_, filling);
        snapshot_bytes_ = measure_snapshot();
        before_ = live_memory::now();
        exposer_.emplace(chosen_);
        live_memory::take_peak();
        exempt_.emplace();
        worker_.emplace([this] { work(); });
        honest_.emplace([this] { ask(); });
    }

    [[nodiscard]] std::uint16_t port() const { return exposer_->port(); }
    [[nodiscard]] tacho::registry& registry() { return registry_; }

    /// The number of records that the worker has made.
    [[nodiscard]] std::uint64_t recorded() const {
        return recorded_.load(std::memory_order_relaxed);
    }
    /// The number of honest scrapes whose answer was complete.
    [[nodiscard]] std::uint64_t answered() const {
        return answered_.load(std::memory_order_relaxed);
    }

    /// The exposer's memory now, without the bytes that were in use before it was made.
    [[nodiscard]] std::size_t memory() const { return live_memory::now() - before_; }

    /// Ends the siege and checks all that must hold for any behaviour of the peers.
    void lift() {
        honest_->stop();
        worker_->stop();
        auto const peak = live_memory::take_peak() - before_;
        CAPTURE(peak, snapshot_bytes_, refused_, lost_);
        CHECK(peak <= memory_bound(chosen_, snapshot_bytes_));
        CHECK(wrong_ == "");
        CHECK(answered() > 0);
        CHECK(recorded() > 0);

        auto const expected = tacho::to_text(registry_);
        CHECK(sample(expected, "recorded_total") == std::to_string(recorded()));
        client last{port()};
        auto const answer = last.get(chosen_.path);
        CHECK(answer.status == 200);
        CHECK(answer.complete);
        bool const exact = answer.body.starts_with(expected); // keeps a long body out of the report
        CHECK(exact);
    }

    /// The honest scrapes that were answered with 503, and those whose connection was closed.
    [[nodiscard]] std::uint64_t refused() const { return refused_; }
    [[nodiscard]] std::uint64_t lost() const { return lost_; }

private:
    tacho::http::options with_registry(tacho::http::options chosen) {
        chosen.port = 0;
        chosen.registry = registry_;
        return chosen;
    }

    [[nodiscard]] std::size_t measure_snapshot() const {
        auto const empty = live_memory::now();
        auto scraped = registry_.collect();
        tacho::text_encoder encoder{scraped};
        while (!encoder.next().empty()) {}
        return live_memory::now() - empty;
    }

    void work() {
        live_memory::exempt = true;
        constexpr std::uint64_t at_once = 1000;
        for (std::uint64_t i = 0; i < at_once; ++i)
            counter_.inc();
        recorded_.store(recorded() + at_once, std::memory_order_relaxed);
    }

    // Runs on a thread of its own. `lift` reports the failures after the join.
    void ask() {
        live_memory::exempt = true;
        auto const at_least = recorded();
        client peer{port()};
        auto const answer = peer.get(chosen_.path);
        if (answer.status == 503) {
            ++refused_;
        } else if (answer.status != 200 || !answer.complete) {
            ++lost_;
        } else {
            auto const text = sample(answer.body, "recorded_total");
            auto const value = text == "absent" ? 0 : std::stoull(text);
            if (value < at_least || value < last_seen_)
                wrong_ = "a scrape says " + text + " after " + std::to_string(at_least) + " and " +
                         std::to_string(last_seen_);
            last_seen_ = value;
            answered_.store(answered() + 1, std::memory_order_relaxed);
        }
    }

    tacho::registry registry_;
    tacho::counter counter_{registry_, "recorded_total", "Records of the application."};
    tacho::http::options chosen_;
    std::optional<tacho::http::exposer> exposer_;
    std::size_t snapshot_bytes_{0};
    std::size_t before_{0};
    std::optional<live_memory::exempt_here> exempt_;
    std::atomic<std::uint64_t> recorded_{0};
    std::atomic<std::uint64_t> answered_{0};
    std::uint64_t refused_{0};
    std::uint64_t lost_{0};
    std::uint64_t last_seen_{0};
    std::string wrong_;
    std::optional<background> worker_;
    std::optional<background> honest_;
};

} // namespace http_test

#endif
