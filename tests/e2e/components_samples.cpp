// SPDX-License-Identifier: BSL-1.0

// What the samples of docs/components.md need around them.

#include <tacho/component/scrape_target.hpp>
#include <tacho/component/status_server.hpp>

#include <chrono>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

struct request {};
double serve(request const&) {
    return 1;
}

// sample 1

struct {
    std::string metrics{"tacho"};
} const configuration;

void choose() {
    // sample 2
}

void requests(std::string received, std::string answer) {
    // sample 3
}

std::string engine_metrics() {
    return "";
}
bool ping(std::chrono::milliseconds) {
    return true;
}

void tree() {
    // sample 4
    std::vector<int> const queue;
    auto const depth = worker.create_gauge("queue_depth", "Waiting.");
    // sample 5
    // sample 6
    // sample 7
}

void CHECK(bool) {}

void test(request const& some_request) {
    // sample 8
}
