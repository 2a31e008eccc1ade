// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HYPERTRACE_TRACE_COUNTER_IPP
#define TACHO_HYPERTRACE_TRACE_COUNTER_IPP

#include <tacho/counter.hpp>
#include <tacho/detail/text/name_rules.hpp>
#include <tacho/hypertrace/prop.hpp>
#include <tacho/hypertrace/trace_counter.hpp>
#include <tacho/registry.hpp>
#include <tacho/runtime_family.hpp>

#include <algorithm>
#include <array>
#include <span>

namespace tacho::inline v0::hypertrace {

namespace detail {

TACHO_DECL std::string name_in_label(std::string_view prop) {
    std::string made;
    for (char const c : prop) {
        auto const byte = static_cast<unsigned char>(c);
        if (tacho::detail::is_letter(c) || tacho::detail::is_digit(c))
            made.push_back(c);
        else if (byte < 0x80 || byte >= 0xC0) // the first byte of a character
            made.append(byte >= 0xF0 ? "__" : "_");
    }
    return made;
}

/// The family that traces count in, and where each label is among its labels.
class trace_counts {
public:
    trace_counts(registry& in, trace_counter_options const& options)
        : alive_{in}
        , object_ids_{options.object_ids}
        , label_names_{"object_classname", "object_id", "caller_functionname", "caller_filename", "id", "parent_object_classname", "parent_object_id"}
        , props_{allow(options.allowed_props, label_names_)}
        , traces_{make(in, options.series_limit)} {}

    void count(traced_call const& call) const {
        constexpr std::size_t few = 40;
        auto const size = label_names_.size();
        if (size > few) [[unlikely]] {
            std::vector<std::string_view> values(size);
            return count(call, values);
        }
        // Bytes, because an array of string_views would construct all forty.
        alignas(std::string_view) std::array<std::byte, few * sizeof(std::string_view)> room;
        auto* const first = reinterpret_cast<std::string_view*>(room.data());
        std::uninitialized_fill_n(first, size, no_label);
        count(call, {first, size});
    }

    void unregister() const { traces_.unregister(); }

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
        parent_object_id
    };

    /// Appends the labels of the properties `names` to `labels`.
    [[nodiscard]] static std::vector<allowed_prop>
    allow(std::vector<std::string> const& names, std::vector<std::string>& labels) {
        std::vector<allowed_prop> made;
        for (auto const& name : names) {
            auto const in_label = name_in_label(name);
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
        std::vector<std::string_view> const names{label_names_.begin(), label_names_.end()};
        return {
            in,
            "trace_counter",
            "Counts how many times a function has been traced",
            names,
            {.series_limit = series_limit, .announced = true}
        };
    }

    void count(traced_call const& call, std::span<std::string_view> values) const {
        fill(values, call);
        traces_.with(values).inc();
    }

    void fill(std::span<std::string_view> values, traced_call const& call) const {
        auto const given = [](std::string_view text) { return text.empty() ? no_label : text; };
        auto const* const parent = call.parent_object;
        values[object_classname] = call.object.class_name;
        values[caller_functionname] = call.caller.function_name;
        values[caller_filename] = call.caller.filename;
        values[id] = given(call.id);
        values[object_id] = object_ids_ ? call.object.id_text : no_label;
        values[parent_object_classname] = parent != nullptr ? parent->class_name : no_label;
        values[parent_object_id] = parent != nullptr && object_ids_ ? parent->id_text : no_label;
        for (auto const& each : props_) {
            set(values[each.first], call.object.props, each.name);
            if (parent != nullptr)
                set(values[each.first + 1], parent->props, each.name);
            set(values[each.first + 2], call.caller.props, each.name);
        }
    }

    /// Sets `value` to the value of the property `name`, of several such properties the last;
    /// leaves it as it is when there is no such property.
    static void
    set(std::string_view& value, std::span<prop const> props, std::string_view name) noexcept {
        for (auto at = props.size(); at-- > 0;)
            if (props[at].name == name) {
                value = props[at].value.text();
                return;
            }
    }

    registry_ref const alive_;
    bool const object_ids_;
    std::vector<std::string> label_names_;
    std::vector<allowed_prop> const props_;
    runtime_family<counter> const traces_;
};

} // namespace detail

TACHO_DECL
trace_counter::trace_counter(registry& in, trace_counter_options const& options)
    : counts_{std::make_shared<detail::trace_counts const>(in, options)} {}

TACHO_DECL void trace_counter::operator()(traced_call const& call) const {
    if (counts_ != nullptr) [[likely]]
        counts_->count(call);
    else // used before its constructor ran, or moved from
        counter{tacho::detail::registered_series{}}.inc(); // is counted as lost
}

TACHO_DECL void trace_counter::unregister() const {
    if (counts_ != nullptr)
        counts_->unregister();
}

} // namespace tacho::inline v0::hypertrace

#endif
