// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HYPERTRACE_TRACER_IPP
#define TACHO_HYPERTRACE_TRACER_IPP

#include <tacho/hypertrace/tracer.hpp>

#include <atomic>
#include <cstddef>
#include <string>

namespace tacho::inline v0::hypertrace::detail {

/// Never changes, so that the tracers of children may keep it.
class object_state {
public:
    object_state(std::string_view class_name, object_count& ids, std::span<prop const> props)
        : ids_{&ids} // Relaxed: all that matters is that no two objects get the same number.
        , id_{ids.fetch_add(1, std::memory_order_relaxed) + 1}
        , id_text_{std::to_string(id_)}
        , class_name_{class_name} {
        std::size_t size = 0;
        for (auto const& each : props)
            size += each.name.size() + each.value.text().size();
        texts_.reserve(size); // the views in props_ point into it
        for (auto const& each : props)
            props_.push_back({keep(each.name), keep(each.value.text())});
    }
    object_state(object_state const&) = delete;
    object_state& operator=(object_state const&) = delete;

    [[nodiscard]] traced_object view() const noexcept {
        return {class_name_, id_, id_text_, props_};
    }

    [[nodiscard]] object_ptr another() const { return make_object(class_name_, *ids_, props_); }

private:
    [[nodiscard]] std::string_view keep(std::string_view text) {
        auto const begin = texts_.size();
        texts_.append(text);
        return std::string_view{texts_}.substr(begin);
    }

    object_count* ids_;
    std::uint64_t id_;
    std::string id_text_;
    std::string_view class_name_;
    std::string texts_{};
    std::vector<prop> props_{};
};

TACHO_DECL object_ptr
make_object(std::string_view class_name, object_count& ids, std::span<prop const> props) {
    return std::make_shared<object_state>(class_name, ids, props);
}

TACHO_DECL object_ptr another_object(object_ptr const& like) {
    return like ? like->another() : nullptr;
}

TACHO_DECL traced_object view_of(object_ptr const& object) noexcept {
    return object ? object->view() : traced_object{};
}

TACHO_DECL void tell(
    set_function const& function,
    object_ptr const& object,
    object_ptr const& parent,
    std::string_view id,
    std::span<prop const> props,
    call_site const& at
) {
    if (!object)
        return;
    auto const self = object->view();
    auto const owner = view_of(parent);
    traced_caller const caller{at.function_name, at.filename, at.line, at.column, props};
    function.call({id, self, parent ? &owner : nullptr, caller});
}

} // namespace tacho::inline v0::hypertrace::detail

#endif
