// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HYPERTRACE_TRACER_HPP
#define TACHO_HYPERTRACE_TRACER_HPP

#include <tacho/detail/storage/atomic.hpp>
#include <tacho/hypertrace/detail/source_names.hpp>
#include <tacho/hypertrace/prop.hpp>
#include <tacho/hypertrace/trace_function.hpp>

#include <atomic>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <source_location>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tacho::inline v0::hypertrace {

/// Whether a tracer traces, or is nothing at all and leaves no code.
enum class tracing : bool { off, on };

/// Where something is called: made by the compiler, there.
struct call_site {
    consteval call_site(std::source_location at = std::source_location::current()) // NOLINT
        : function_name{detail::function_name(at.function_name())}
        , filename{at.file_name()}
        , line{at.line()}
        , column{at.column()} {}

    std::string_view function_name;
    std::string_view filename;
    std::uint32_t line;
    std::uint32_t column;
};

namespace detail {

using object_count = tacho::detail::atomic<std::uint64_t>;

/// How many objects of a class have had a tracer.
template <typename Class>
inline constinit object_count objects_of{0};

/// What a tracer says of its object. Never changes, so that children may keep it.
class object_state {
public:
    object_state(std::string_view class_name, object_count& ids, std::span<prop const> props)
        : ids_{&ids} // Relaxed: all that matters is that no two get the same.
        , id_{ids.fetch_add(1, std::memory_order_relaxed) + 1}
        , id_text_{std::to_string(id_)}
        , class_name_{class_name} {
        std::size_t size = 0;
        for (auto const& each : props)
            size += each.name.size() + each.value.text().size();
        texts_.reserve(size); // the views below are into it
        for (auto const& each : props)
            props_.push_back({keep(each.name), keep(each.value.text())});
    }
    object_state(object_state const&) = delete;
    object_state& operator=(object_state const&) = delete;

    [[nodiscard]] traced_object view() const noexcept {
        return {class_name_, id_, id_text_, props_};
    }

    /// The same for another object of the class.
    [[nodiscard]] std::shared_ptr<object_state const> another() const {
        return std::make_shared<object_state>(class_name_, *ids_, props_);
    }

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
    std::string texts_;
    std::vector<prop> props_;
};

} // namespace detail

/// Tells the trace function who calls what on an object: a member of the object's class.
///
///     class Swarm {
///         tacho::hypertrace::tracer tracer_{*this, {.props = {{"topic", "chat"}}}};
///     public:
///         void open() { tracer_.trace(); }
///     };
///
/// Made while no trace function is set it is disabled, for good. A copy is another object's: it has
/// a number of its own. What is moved stays the same object, and what it was moved from is
/// disabled.
///
/// Thread safety: as a pointer; `trace` may be called from any thread. Progress: `trace` without a
/// trace function is a load and a branch; with one, it is what the function is. Allocation: when an
/// enabled tracer is made; none by `trace`.
template <tracing Tracing>
class basic_tracer {
public:
    struct options {
        basic_tracer const* parent{nullptr}; // of the object that this one belongs to
        std::vector<prop> props{};           // copied
    };

    /// For `object`, by the name of `Class`, its type at compile time.
    template <typename Class>
        requires(!std::same_as<Class, basic_tracer>)
    explicit basic_tracer(Class const& object)
        : basic_tracer{object, options{}} {}

    template <typename Class>
        requires(!std::same_as<Class, basic_tracer>)
    basic_tracer(Class const& /*object*/, options const& chosen) {
        // Relaxed: nothing of the function is looked at.
        if (detail::current_function.load(std::memory_order_relaxed) == nullptr)
            return;
        object_ = std::make_shared<detail::object_state>(
            detail::class_name<Class>(), detail::objects_of<Class>, chosen.props
        );
        set_parent(chosen.parent);
    }

    basic_tracer(basic_tracer const& other)
        : object_{other.object_ ? other.object_->another() : nullptr}
        , parent_{other.parent_} {}
    basic_tracer(basic_tracer&&) noexcept = default;
    /// An object that is assigned to stays the object that it is.
    basic_tracer& operator=(basic_tracer const&) noexcept { return *this; }
    basic_tracer& operator=(basic_tracer&&) noexcept = default;
    ~basic_tracer() = default;

    /// Tells the trace function of a call of the function that this is in. `id`, if it is not
    /// empty, tells calls apart that come from one function; `props` are the call's.
    void trace(call_site at = std::source_location::current()) const { trace_call({}, {}, at); }
    template <std::convertible_to<std::string_view> Id>
    void trace(Id const& id, call_site at = std::source_location::current()) const {
        trace_call(id, {}, at);
    }
    void
    trace(std::initializer_list<prop> props, call_site at = std::source_location::current()) const {
        trace_call({}, {props.begin(), props.size()}, at);
    }
    template <std::convertible_to<std::string_view> Id>
    void trace(
        Id const& id,
        std::initializer_list<prop> props,
        call_site at = std::source_location::current()
    ) const {
        trace_call(id, {props.begin(), props.size()}, at);
    }

    /// The same for properties that are in a container; an empty `id` is none.
    void trace_with(
        std::string_view id,
        std::span<prop const> props,
        call_site at = std::source_location::current()
    ) const {
        trace_call(id, props, at);
    }

    /// From now on the object belongs to the one of `parent`, as it is now; to none for null. Not
    /// at the same time as `trace`.
    void set_parent(basic_tracer const* parent) {
        if (enabled())
            parent_ = parent != nullptr ? parent->object_ : nullptr;
    }

    [[nodiscard]] bool enabled() const noexcept { return object_ != nullptr; }

    /// What trace functions are told of the object; of a disabled tracer nothing, and the id is 0.
    [[nodiscard]] traced_object object() const noexcept {
        return object_ ? object_->view() : traced_object{};
    }
    [[nodiscard]] traced_object parent_object() const noexcept {
        return parent_ ? parent_->view() : traced_object{};
    }

private:
    void trace_call(std::string_view id, std::span<prop const> props, call_site const& at) const {
        // pairs with the release in set_trace_function()
        auto const* const function = detail::current_function.load(std::memory_order_acquire);
        if (function != nullptr) [[unlikely]]
            tell(*function, id, props, at);
    }

    [[gnu::noinline]] void tell(
        detail::set_function const& function,
        std::string_view id,
        std::span<prop const> props,
        call_site const& at
    ) const {
        if (!enabled())
            return;
        auto const object = object_->view();
        auto const parent = parent_object();
        traced_caller const caller{at.function_name, at.filename, at.line, at.column, props};
        function.call({id, object, parent_ ? &parent : nullptr, caller});
    }

    std::shared_ptr<detail::object_state const> object_; // null when disabled
    std::shared_ptr<detail::object_state const> parent_;
};

/// Nothing at all.
template <>
class basic_tracer<tracing::off> {
public:
    struct options {
        basic_tracer const* parent{nullptr};
        std::vector<prop> props{};
    };

    template <typename Class>
    explicit constexpr basic_tracer(Class const&) noexcept {}
    template <typename Class>
    constexpr basic_tracer(Class const&, options const&) noexcept {}

    constexpr void trace() const noexcept {}
    template <std::convertible_to<std::string_view> Id>
    constexpr void trace(Id const&) const noexcept {}
    constexpr void trace(std::initializer_list<prop>) const noexcept {}
    template <std::convertible_to<std::string_view> Id>
    constexpr void trace(Id const&, std::initializer_list<prop>) const noexcept {}
    constexpr void trace_with(std::string_view, std::span<prop const>) const noexcept {}
    constexpr void set_parent(basic_tracer const*) noexcept {}
    [[nodiscard]] static constexpr bool enabled() noexcept { return false; }
    [[nodiscard]] static constexpr traced_object object() noexcept { return {}; }
    [[nodiscard]] static constexpr traced_object parent_object() noexcept { return {}; }
};

using tracer = basic_tracer<tracing::on>;

/// A tracer for an object that it is no member of.
template <typename Class>
[[nodiscard]] tracer create_tracer(Class const& object, tracer::options const& chosen = {}) {
    return tracer{object, chosen};
}

} // namespace tacho::inline v0::hypertrace

#endif
