// SPDX-License-Identifier: BSL-1.0

#ifndef COMPONENT_SERVICE_WORKER_HPP
#define COMPONENT_SERVICE_WORKER_HPP

#include <tacho/component/health.hpp>
#include <tacho/component/request_metrics.hpp>
#include <tacho/component/tree.hpp>

#include <chrono>
#include <stdexcept>
#include <string>
#include <string_view>

/// Answers each prompt with its characters in reverse order.
class worker {
public:
    worker(tacho::component::component_node const& in, tacho::component::health const& health)
        : generate_{in.create_endpoint("generate")}
        , requests_{generate_, {{"model", "backwards"}}}
        , characters_{generate_.create_counter(
              "output_characters_total", "Characters of all answers.", {{"model", "backwards"}}
          )}
        , watched_{health, "generate", [this](std::chrono::milliseconds) {
                       return backwards("canary") == "yranac";
                   }} {}

    [[nodiscard]] std::string generate(std::string_view prompt) {
        auto const request = requests_.begin(prompt.size());
        if (prompt.empty()) {
            request.fail(tacho::component::request_error::generate);
            throw std::invalid_argument{"an empty prompt has no answer"};
        }
        auto answer = backwards(prompt);
        characters_.add(answer.size());
        request.respond(answer.size());
        watched_.served();
        return answer;
    }

private:
    [[nodiscard]] static std::string backwards(std::string_view text) {
        return {text.rbegin(), text.rend()};
    }

    tacho::component::endpoint_node generate_;
    tacho::component::request_metrics<tacho::component::endpoint_node> requests_;
    tacho::component::endpoint_node::counter_type characters_;
    tacho::component::health_target watched_;
};

#endif
