// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_REGISTRY_DEPARTURES_HPP
#define TACHO_DETAIL_REGISTRY_DEPARTURES_HPP

#include <tacho/detail/language/separate_compilation.hpp>

#include <cstdint>
#include <memory>

namespace tacho::inline v0::detail {

/// Base of what can leave a registry while a scrape still shows it: series, groups, families.
class departing {
public:
    departing() = default;
    departing(departing const&) = delete;
    departing& operator=(departing const&) = delete;
    TACHO_DECL virtual ~departing();

private:
    friend class departures;
    departing* next_{nullptr};
    std::uint64_t version_{0}; // the last version of the registry that has it
};

/// Base of a scrape's memory: as long as it is read, nothing is destroyed that it may point to.
class reading {
private:
    friend class departures;
    reading* earlier_{nullptr};
    reading* later_{nullptr};
    std::uint64_t version_{0}; // the first version of the registry that it may have seen
};

/// What has left a registry and waits until no scrape points to it any more. Only then may other
/// series use the memory and the cells.
///
/// Thread safety: needs the registration lock. Allocation: none.
class departures {
public:
    departures() = default;
    departures(departures const&) = delete;
    departures& operator=(departures const&) = delete;

    /// A scrape begins, when the registry has this version.
    void begin(reading& by, std::uint64_t version) noexcept;
    /// A scrape has ended. Destroys what waited for it.
    void end(reading& by) noexcept;

    /// Destroys `gone` as soon as no scrape can point to it: now, if none is being read that began
    /// when the registry had this version or an earlier one. What left first is destroyed first.
    void add(std::unique_ptr<departing> gone, std::uint64_t version) noexcept;

private:
    void destroy_unread() noexcept;

    departing* first_{nullptr};
    departing* last_{nullptr};
    reading* earliest_{nullptr};
    reading* latest_{nullptr};
};

} // namespace tacho::inline v0::detail

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/detail/registry/departures.ipp> // IWYU pragma: export
#endif

#endif
