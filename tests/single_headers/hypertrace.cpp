// SPDX-License-Identifier: BSL-1.0

// The program of somebody who copied hypertrace.hpp.
#include <tacho/hypertrace.hpp>

#include <cstdio>
#include <single_headers/alone.hpp>
#include <string>

namespace {

std::string traced;

class cache {
public:
    void find() { tracer_.trace(); }

private:
    tacho::hypertrace::tracer tracer_{*this};
};

} // namespace

int main() {
    tacho::registry registry;
    tacho::hypertrace::trace_counter const counter{registry};
    tacho::hypertrace::set_trace_function([&](tacho::hypertrace::traced_call const& call) {
        counter(call);
        traced.append(call.object.class_name).append(call.object.id_text);
        traced.append(" ").append(call.caller.function_name).append("\n");
    });
    cache first;
    cache second;
    first.find();
    second.find();
    tacho::hypertrace::clear_trace_function();
    first.find();

    std::fputs(traced.c_str(), stdout);
    return traced != "cache1 find\ncache2 find\n";
}
