// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HYPERTRACE_TRACE_COUNTER_HPP
#define TACHO_HYPERTRACE_TRACE_COUNTER_HPP

#include <tacho/counter.hpp>
#include <tacho/detail/registry/registration.hpp>
#include <tacho/hypertrace/prop.hpp>
#include <tacho/hypertrace/trace_function.hpp>
#include <tacho/options.hpp>
#include <tacho/registry.hpp>
#include <tacho/runtime_family.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tacho::inline v0::hypertrace {

/// Which labels `trace_counter` has, and of how many series.
struct trace_counter_options {
    /// The properties that become labels `object_props_…`, `parent_object_props_…` and
    /// `caller_props_…`. In a label's name, what is no letter, digit or `_` is `_`; of properties
    /// that get the same name so, the last one's value counts.
    std::vector<std::string> allowed_props{};

    /// Whether series are told apart by `object_id` and `parent_object_id`. Where objects come and
    /// go by the million, leave them out.
    bool object_ids{true};

    /// How many series there may be; traces for more count in one series.
    std::size_t series_limit{metric_options{}.series_limit};
};

namespace detail {

/// What a property's name is in the name of a label: a `_` for each UTF-16 unit that cannot be in
/// one, as hypertrace-prometheus does.
[[nodiscard]] inline std::string name_in_label(std::string_view prop) {
    std::string made;
    for (char const c : prop) {
        auto const byte = static_cast<unsigned char>(c);
        bool const letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        if (letter || (c >= '0' && c <= '9'))
            made.push_back(c);
        else if (byte < 0x80 || byte >= 0xC0) // the first of a character
            made.append(byte >= 0xF0 ? "__" : "_");
    }
    return made;
}

/// The value of the property of this name, of several the last; no_label when there is none.
[[nodiscard]] inline std::string_view
value_of(std::span<prop const> props, std::string_view name) noexcept {
    for (auto at = props.size(); at-- > 0;)
        if (props[at].name == name)
            return props[at].value.text();
    return no_label;
}

} // namespace detail

/// The trace function that counts: `trace_counter`, with the labels of hypertrace-prometheus, in
/// its order. A handle; copies count in the same metric, which stays usable after its registry.
///
/// Thread safety: safe. Progress: as runtime_family::with. Allocation: none for a series that
/// exists. Errors: the constructor throws registration_error.
class trace_counter {
public:
    explicit trace_counter(registry& in, trace_counter_options options = {})
        : state_{std::make_shared<state const>(in, std::move(options))} {}

    void operator()(traced_call const& call) const { state_->count(call); }

    /// Takes the metric out of its registry: the name is free. Traces go on being counted, seen by
    /// nobody.
    void unregister() const { state_->traces.unregister(); }

private:
    /// A property and where its labels are.
    struct allowed_prop {
        std::string name;
        std::size_t first; // of three labels
    };

    enum fixed_label : std::size_t {
        object_classname,
        object_id,
        caller_functionname,
        caller_filename,
        id,
        parent_object_classname,
        parent_object_id,
        fixed_labels
    };

    struct state {
        state(registry& in, trace_counter_options options)
            : alive{tacho::detail::registry_access::shared(in)}
            , object_ids{options.object_ids}
            , label_names{"object_classname", "object_id", "caller_functionname", "caller_filename", "id", "parent_object_classname", "parent_object_id"}
            , props{allow(options.allowed_props, label_names)}
            , traces{make(in, options.series_limit)} {}

        [[nodiscard]] static std::vector<allowed_prop>
        allow(std::vector<std::string> const& names, std::vector<std::string>& labels) {
            std::vector<allowed_prop> made;
            for (auto const& name : names) {
                auto const in_label = detail::name_in_label(name);
                auto const known = std::ranges::find(labels, "object_props_" + in_label);
                made.push_back({name, static_cast<std::size_t>(known - labels.begin())});
                if (known != labels.end())
                    continue;
                labels.push_back("object_props_" + in_label);
                labels.push_back("parent_object_props_" + in_label);
                labels.push_back("caller_props_" + in_label);
            }
            return made;
        }

        [[nodiscard]] runtime_family<counter> make(registry& in, std::size_t series_limit) const {
            std::vector<std::string_view> const names{label_names.begin(), label_names.end()};
            return {
                in,
                "trace_counter",
                "Counts how many times a function has been traced",
                names,
                {.series_limit = series_limit, .announced = true}
            };
        }

        void count(traced_call const& call) const {
            constexpr std::size_t few = 40;
            auto const size = label_names.size();
            if (size > few) [[unlikely]] {
                std::vector<std::string_view> values(size);
                return count(call, values);
            }
            // Not an array, which would make all forty.
            alignas(std::string_view) std::array<std::byte, few * sizeof(std::string_view)> room;
            auto* const first = reinterpret_cast<std::string_view*>(room.data());
            std::uninitialized_fill_n(first, size, no_label);
            count(call, {first, size});
        }

        void count(traced_call const& call, std::span<std::string_view> values) const {
            fill(values, call);
            traces.with(values).inc();
        }

        void fill(std::span<std::string_view> values, traced_call const& call) const {
            auto const given = [](std::string_view text) { return text.empty() ? no_label : text; };
            auto const* const parent = call.parent_object;
            values[object_classname] = call.object.class_name;
            values[caller_functionname] = call.caller.function_name;
            values[caller_filename] = call.caller.filename;
            values[id] = given(call.id);
            values[object_id] = object_ids ? call.object.id_text : no_label;
            values[parent_object_classname] = parent != nullptr ? parent->class_name : no_label;
            values[parent_object_id] = parent != nullptr && object_ids ? parent->id_text : no_label;
            for (auto const& each : props) {
                set(values[each.first], call.object.props, each.name);
                if (parent != nullptr)
                    set(values[each.first + 1], parent->props, each.name);
                set(values[each.first + 2], call.caller.props, each.name);
            }
        }

        static void
        set(std::string_view& value, std::span<prop const> props, std::string_view name) noexcept {
            if (auto const found = detail::value_of(props, name); found.data() != nullptr)
                value = found;
        }

        std::shared_ptr<tacho::detail::registry_state> const alive;
        bool const object_ids;
        std::vector<std::string> label_names;
        std::vector<allowed_prop> const props;
        runtime_family<counter> const traces;
    };

    std::shared_ptr<state const> state_;
};

} // namespace tacho::inline v0::hypertrace

#endif
