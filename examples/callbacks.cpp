// SPDX-License-Identifier: BSL-1.0

// Callbacks read numbers that other code keeps already, at every scrape.

#include <tacho/tacho.hpp>

#include <cstdint>
#include <cstdio>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <utility>

namespace {

/// A queue of jobs with metrics.
///
/// The callbacks are the last members, so that they are unregistered before the members they read
/// are destroyed.
class job_queue {
public:
    explicit job_queue(tacho::registry& registry)
        : length_{registry, "jobs_waiting", "Jobs in the queue.", [this] { return length(); }}
        , pushed_{registry, "jobs_pushed_total", "Jobs queued so far.", [this] { return pushed(); }}
        , by_owner_{registry, [this](tacho::collection& out) { collect(out); }} {}

    void push(std::string owner) {
        std::lock_guard const lock{mutex_};
        ++total_;
        jobs_.push_back(std::move(owner));
    }

private:
    [[nodiscard]] double length() {
        std::lock_guard const lock{mutex_};
        return static_cast<double>(jobs_.size());
    }

    [[nodiscard]] double pushed() {
        std::lock_guard const lock{mutex_};
        return static_cast<double>(total_);
    }

    // The owners come and go, so a collector builds this family again at every scrape.
    void collect(tacho::collection& out) {
        std::map<std::string, double> owners;
        {
            std::lock_guard const lock{mutex_};
            for (auto const& owner : jobs_)
                ++owners[owner];
        }
        auto family = out.family("jobs_waiting_by_owner", "Jobs.", tacho::metric_type::gauge);
        for (auto const& [owner, jobs] : owners)
            family.sample({{"owner", owner}}, jobs);
    }

    std::mutex mutex_;
    std::deque<std::string> jobs_;
    std::uint64_t total_ = 0;

    tacho::callback_gauge length_;
    tacho::callback_counter pushed_;
    tacho::collector by_owner_;
};

} // namespace

int main() {
    tacho::registry registry;
    job_queue queue{registry};

    queue.push("ada");
    queue.push("grace");
    queue.push("ada");

    std::fputs(tacho::to_text(registry).c_str(), stdout);
}
