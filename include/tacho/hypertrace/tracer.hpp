// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HYPERTRACE_TRACER_HPP
#define TACHO_HYPERTRACE_TRACER_HPP

#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/detail/storage/atomic.hpp>
#include <tacho/hypertrace/detail/source_names.hpp>
#include <tacho/hypertrace/prop.hpp>
#include <tacho/hypertrace/trace_function.hpp>

#include <atomic>
#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <source_location>
#include <span>
#include <string_view>
#include <vector>

namespace tacho::inline v0::hypertrace {

/// Whether a tracer traces, or is empty and leaves no code.
enum class tracing : bool { off, on };

/// Where a function is called: made by the compiler at the place of the call.
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

class object_state;

/// The state of an enabled tracer's object; null for a disabled tracer.
using object_ptr = std::shared_ptr<object_state const>;

/// Gives the object the next number of `ids`, and copies `props`.
[[nodiscard]] TACHO_DECL object_ptr
make_object(std::string_view class_name, object_count& ids, std::span<prop const> props);

/// Another object of the class, with equal properties; null for null.
[[nodiscard]] TACHO_DECL object_ptr another_object(object_ptr const& like);

/// Empty for null.
[[nodiscard]] TACHO_DECL traced_object view_of(object_ptr const& object) noexcept;

/// Calls `function`, unless `object` is null.
TACHO_DECL void tell(
    set_function const& function,
    object_ptr const& object,
    object_ptr const& parent,
    std::string_view id,
    std::span<prop const> props,
    call_site const& at
);

} // namespace detail

/// Tells the trace function which function is called on an object: a member of the object's class.
///
///     class Swarm {
///         tacho::hypertrace::tracer tracer_{*this, {.props = {{"topic", "chat"}}}};
///     public:
///         void open() { tracer_.trace(); }
///     };
///
/// A tracer that is made while no trace function is set is disabled for good. A copy is the tracer
/// of another object, and has a number of its own. A tracer that is moved stays the tracer of its
/// object, and the tracer that it was moved from is disabled.
///
/// Thread safety: as a pointer; `trace` may be called from any thread. Progress: `trace` without a
/// trace function is a load and a branch; with one, it is that of the function. Allocation: when an
/// enabled tracer is made; none by `trace`.
template <tracing Tracing>
class basic_tracer {
public:
    struct options {
        basic_tracer const* parent{nullptr}; // the tracer of the object that owns this object
        std::vector<prop> props{};           // copied
    };

    /// The tracer of an object, under the name of `Class`, its type at compile time.
    template <typename Class>
        requires(!std::same_as<Class, basic_tracer>)
    explicit basic_tracer(Class const& object)
        : basic_tracer{object, options{}} {}

    template <typename Class>
        requires(!std::same_as<Class, basic_tracer>)
    basic_tracer(Class const& /*object*/, options const& chosen) {
        // Relaxed: only the pointer is compared, the function is not read.
        if (detail::current_function.load(std::memory_order_relaxed) == nullptr)
            return;
        object_ = detail::make_object(
            detail::class_name<Class>(), detail::objects_of<Class>, chosen.props
        );
        set_parent(chosen.parent);
    }

    basic_tracer(basic_tracer const& other)
        : object_{detail::another_object(other.object_)}
        , parent_{other.parent_} {}
    basic_tracer(basic_tracer&&) noexcept = default;
    /// Does nothing: an object that is assigned to stays the same object.
    basic_tracer& operator=(basic_tracer const&) noexcept { return *this; }
    basic_tracer& operator=(basic_tracer&&) noexcept = default;
    ~basic_tracer() = default;

    /// Tells the trace function that the function which contains this call was called. `id`, if it
    /// is not empty, tells apart calls that come from one function; `props` are the properties of
    /// the call.
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

    /// `trace` for properties that are in a container; an empty `id` counts as no id.
    void trace_with(
        std::string_view id,
        std::span<prop const> props,
        call_site at = std::source_location::current()
    ) const {
        trace_call(id, props, at);
    }

    /// From now on the object of `parent`, as it is now, is the parent; with null, there is no
    /// parent. Must not be called at the same time as `trace`.
    void set_parent(basic_tracer const* parent) {
        if (enabled())
            parent_ = parent != nullptr ? parent->object_ : nullptr;
    }

    [[nodiscard]] bool enabled() const noexcept { return object_ != nullptr; }

    /// The object as trace functions receive it; for a disabled tracer everything is empty, and the
    /// id is 0.
    [[nodiscard]] traced_object object() const noexcept { return detail::view_of(object_); }
    [[nodiscard]] traced_object parent_object() const noexcept { return detail::view_of(parent_); }

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
        detail::tell(function, object_, parent_, id, props, at);
    }

    detail::object_ptr object_;
    detail::object_ptr parent_;
};

/// Empty: every function does nothing.
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

/// A tracer for an object of which it is not a member.
template <typename Class>
[[nodiscard]] tracer create_tracer(Class const& object, tracer::options const& chosen = {}) {
    return tracer{object, chosen};
}

} // namespace tacho::inline v0::hypertrace

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/hypertrace/tracer.ipp> // IWYU pragma: export
#endif

#endif
