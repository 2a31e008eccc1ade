// SPDX-License-Identifier: BSL-1.0

// What the samples of docs/sandboxes.md take for granted, around each of them.

// sample 1

#include <tacho/hyperlight/js.hpp>

#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

using namespace std::chrono_literals;

struct module {};
struct instance {
    int add(int, int) { return 0; }
};
instance instantiate(module const&) {
    return {};
}
struct {
    void define(std::string_view, std::function<void()> const&) {}
} linker;
struct {
    void run() {}
    void interrupt() {}
} engine;

void calls() {
    instance guest;
    auto const now = [] {};
    auto const print = [] {};
    std::map<std::string, std::function<void()>> given;
    // sample 2
}

// sample 3

void monitors(hl::js_metrics<> const& metrics) {
    // sample 4
}
