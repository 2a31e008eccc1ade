// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_SYSTEM_VIRTUAL_MEMORY_IPP
#define TACHO_DETAIL_SYSTEM_VIRTUAL_MEMORY_IPP

#include <tacho/detail/system/virtual_memory.hpp>

#include <cstddef>
#include <cstdint>

#if defined(_WIN32)
# if !defined(NOMINMAX)
#  define NOMINMAX
# endif
# include <windows.h>
#else
# include <sys/mman.h>
# include <sys/resource.h>
# include <unistd.h>
# if defined(__linux__)
#  include <fcntl.h>
# endif
#endif

namespace tacho::inline v0::detail {

#if defined(_WIN32)

TACHO_DECL std::size_t page_size() noexcept {
    SYSTEM_INFO info;
    ::GetSystemInfo(&info);
    return info.dwPageSize;
}

TACHO_DECL std::byte* reserve_memory(std::size_t bytes) noexcept {
    return static_cast<std::byte*>(::VirtualAlloc(nullptr, bytes, MEM_RESERVE, PAGE_NOACCESS));
}

TACHO_DECL bool make_usable(std::byte* from, std::size_t bytes) noexcept {
    return ::VirtualAlloc(from, bytes, MEM_COMMIT, PAGE_READWRITE) != nullptr;
}

TACHO_DECL void release_memory(std::byte* memory, std::size_t) noexcept {
    ::VirtualFree(memory, 0, MEM_RELEASE);
}

TACHO_DECL std::byte* reserve_aligned_memory(std::size_t bytes) noexcept {
    auto* const wide = reserve_memory(2 * bytes); // Windows cannot give part of it back
    if (wide == nullptr)
        return nullptr;
    return wide + (bytes - reinterpret_cast<std::uintptr_t>(wide) % bytes) % bytes;
}

// The start of the wider reservation is not known, so nothing is given back.
TACHO_DECL void release_aligned_memory(std::byte*, std::size_t) noexcept {}

TACHO_DECL std::size_t slab_budget(std::size_t, std::size_t most) noexcept {
    return most;
}

TACHO_DECL std::size_t memory_budget() noexcept {
    return SIZE_MAX;
}

#else

TACHO_DECL std::size_t page_size() noexcept {
    return static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

TACHO_DECL std::byte* reserve_memory(std::size_t bytes) noexcept {
# if defined(MAP_NORESERVE)
    int const flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
# else
    int const flags = MAP_PRIVATE | MAP_ANONYMOUS;
# endif
    auto* const memory = ::mmap(nullptr, bytes, PROT_NONE, flags, -1, 0);
    if (memory == MAP_FAILED)
        return nullptr;
# if defined(__linux__)
    // A thread touches a few hundred bytes; a huge page would make that two megabytes.
    ::madvise(memory, bytes, MADV_NOHUGEPAGE);
    // After mlockall(MCL_FUTURE) all of it would count against the host's limit on locked memory.
    ::munlock(memory, bytes);
# endif
    return static_cast<std::byte*>(memory);
}

TACHO_DECL bool make_usable(std::byte* from, std::size_t bytes) noexcept {
    return ::mprotect(from, bytes, PROT_READ | PROT_WRITE) == 0;
}

TACHO_DECL void release_memory(std::byte* memory, std::size_t bytes) noexcept {
    ::munmap(memory, bytes);
}

TACHO_DECL std::byte* reserve_aligned_memory(std::size_t bytes) noexcept {
    auto* const wide = reserve_memory(2 * bytes);
    if (wide == nullptr)
        return nullptr;
    auto const before = (bytes - reinterpret_cast<std::uintptr_t>(wide) % bytes) % bytes;
    if (before != 0)
        release_memory(wide, before);
    release_memory(wide + before + bytes, bytes - before);
    return wide + before;
}

TACHO_DECL void release_aligned_memory(std::byte* memory, std::size_t bytes) noexcept {
    release_memory(memory, bytes);
}

/// The kernel's limit on mappings (vm.max_map_count); where it cannot be read, its default.
[[nodiscard]] inline std::size_t mapping_limit() noexcept {
    std::size_t limit = 65530;
# if defined(__linux__)
    if (int const file = ::open("/proc/sys/vm/max_map_count", O_RDONLY | O_CLOEXEC); file >= 0) {
        char digits[24];
        auto const size = ::read(file, digits, sizeof digits);
        ::close(file);
        std::size_t value = 0;
        for (auto i = 0; i < size && digits[i] >= '0' && digits[i] <= '9'; ++i)
            value = value * 10 + static_cast<std::size_t>(digits[i] - '0');
        if (value > 0)
            limit = value;
    }
# endif
    return limit;
}

/// A quarter of the limit on a resource, so that the host keeps the rest; SIZE_MAX when there is no
/// limit.
template <typename Resource>
[[nodiscard]] std::size_t quarter_of(Resource resource) noexcept {
    rlimit limit{};
    if (::getrlimit(resource, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
        return SIZE_MAX;
    std::size_t const allowed = limit.rlim_cur;
    return allowed / 4;
}

TACHO_DECL std::size_t slab_budget(std::size_t reserved, std::size_t most) noexcept {
    auto const mappable = mapping_limit() / 8; // a slab is two mappings
    auto const in_address_space = quarter_of(RLIMIT_AS) / reserved;
    auto const possible = mappable < in_address_space ? mappable : in_address_space;
    return most < possible ? most : possible;
}

TACHO_DECL std::size_t memory_budget() noexcept {
    return quarter_of(RLIMIT_DATA);
}

#endif

} // namespace tacho::inline v0::detail

#endif
