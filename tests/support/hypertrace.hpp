// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_TESTS_SUPPORT_HYPERTRACE_HPP
#define TACHO_TESTS_SUPPORT_HYPERTRACE_HPP

#include <tacho/hypertrace.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

/// The example whose output is tests/golden/hypertrace/canonical_metrics.txt, translated to C++.
class Core {
public:
    Core(tacho::hypertrace::tracer const& parent, std::string const& topic)
        : tracer_{*this, {.parent = &parent, .props = {{"topic", topic}}}} {}

    void append(int n) { tracer_.trace("append", {{"topic", "batch"}, {"n", n}}); }
    void get() { tracer_.trace({{"peer-id", 7}}); }

private:
    tacho::hypertrace::tracer tracer_;
};

class Swarm {
public:
    Core open() {
        tracer_.trace();
        return {tracer_, "log"};
    }

private:
    tacho::hypertrace::tracer tracer_{
        *this, {.props = {{"topic", "chat"}, {"peer-id", "p0"}, {"secret", "x"}}}
    };
};

inline void run_canonical_example() {
    Swarm swarm;
    auto first = swarm.open();
    auto second = swarm.open();
    first.append(1);
    first.append(2);
    first.get();
    second.get();
    second.get();
}

/// The text with `name` in place of this file's path, however the compiler was given it.
[[nodiscard]] inline std::string with_filename(std::string text, std::string const& name) {
    std::string const own = __FILE__;
    for (auto at = text.find(own); at != std::string::npos; at = text.find(own, at + name.size()))
        text.replace(at, own.size(), name);
    return text;
}

/// Remembers the arguments of a trace function. Must not be copied while threads trace.
struct told {
    struct call {
        std::string id{};
        std::string class_name{};
        std::uint64_t object_id{0};
        std::string object_props{};
        std::string parent{};
        std::string function_name{};
        std::string filename{};
        std::uint32_t line{0};
        std::uint32_t column{0};
        std::string caller_props{};
    };

    [[nodiscard]] static std::string text(std::span<tacho::hypertrace::prop const> props) {
        std::string made;
        for (auto const& each : props)
            made.append(each.name).append("=").append(each.value.text()).append(";");
        return made;
    }

    [[nodiscard]] tacho::hypertrace::trace_function function() {
        return [this](tacho::hypertrace::traced_call const& given) {
            auto const& [id, object, parent, caller] = given;
            call made;
            made.id = id;
            made.class_name = object.class_name;
            made.object_id = object.id;
            made.object_props = text(object.props);
            if (parent != nullptr)
                made.parent = std::string{parent->class_name} + " " + std::string{parent->id_text} +
                              " " + text(parent->props);
            made.function_name = caller.function_name;
            made.filename = caller.filename;
            made.line = caller.line;
            made.column = caller.column;
            made.caller_props = text(caller.props);
            calls.push_back(std::move(made));
        };
    }

    std::vector<call> calls{};
};

/// Sets a trace function for as long as it lives.
class tracing_by {
public:
    explicit tracing_by(tacho::hypertrace::trace_function function) {
        tacho::hypertrace::set_trace_function(std::move(function));
    }
    tracing_by(tracing_by const&) = delete;
    tracing_by& operator=(tracing_by const&) = delete;
    ~tracing_by() { tacho::hypertrace::clear_trace_function(); }
};

#endif
