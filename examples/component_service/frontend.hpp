// SPDX-License-Identifier: BSL-1.0

#ifndef COMPONENT_SERVICE_FRONTEND_HPP
#define COMPONENT_SERVICE_FRONTEND_HPP

#include <tacho/component/health.hpp>
#include <tacho/component/request_metrics.hpp>
#include <tacho/component/scrape_callback.hpp>
#include <tacho/component/tree.hpp>

#include <cstddef>
#include <deque>
#include <mutex>
#include <string>
#include <utility>

#include "worker.hpp"

/// Queues prompts and passes them to the worker one after another.
class frontend {
public:
    frontend(
        tacho::component::component_node const& in,
        tacho::component::health const& health,
        worker& asks
    )
        : asks_{asks}
        , chat_{in.create_endpoint("chat")}
        , requests_{chat_}
        , queued_{chat_.create_gauge("queued_requests", "Prompts that wait for the worker.")}
        , watched_{health, "chat"} {
        watched_.set_ready(true);
    }

    void take(std::string prompt) {
        std::lock_guard const guard{mutex_};
        queue_.push_back(std::move(prompt));
    }

    /// Handles prompts until the queue is empty.
    void work() {
        for (auto prompt = next(); !prompt.empty(); prompt = next()) {
            auto const request = requests_.begin(prompt.size());
            request.respond(asks_.generate(prompt).size());
        }
    }

private:
    /// Takes the next prompt from the queue; empty if the queue is empty.
    [[nodiscard]] std::string next() {
        std::lock_guard const guard{mutex_};
        if (queue_.empty())
            return {};
        auto prompt = std::move(queue_.front());
        queue_.pop_front();
        return prompt;
    }

    [[nodiscard]] std::size_t waiting() {
        std::lock_guard const guard{mutex_};
        return queue_.size();
    }

    worker& asks_;
    std::mutex mutex_;
    std::deque<std::string> queue_;
    tacho::component::endpoint_node chat_;
    tacho::component::request_metrics<tacho::component::endpoint_node> requests_;
    tacho::component::endpoint_node::gauge_type queued_;
    tacho::component::health_target watched_;
    // The last member, since scrapes call it and it uses the members above.
    tacho::component::update_callback updates_{chat_, [this] {
                                                   queued_.set(static_cast<double>(waiting()));
                                               }};
};

#endif
