// SPDX-License-Identifier: BSL-1.0

#include <cstdio>
#include <nlohmann/json.hpp>

int main() {
    auto parsed = nlohmann::json::parse(R"({"requests": 1})");
    parsed["latency"] = .2;
    std::puts(parsed.dump().c_str());
}
