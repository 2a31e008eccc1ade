// SPDX-License-Identifier: BSL-1.0

#include <cstddef>
#include <cstdlib>
#include <new>

#include "support/allocation_counter.hpp"

// The program's operator new and delete: they count.

namespace {

[[nodiscard]] void* take(std::size_t size, std::size_t alignment) {
    allocation_counter::count();
    auto const wanted = (size + alignment - 1) / alignment * alignment;
    if (void* const memory = std::aligned_alloc(alignment, wanted > 0 ? wanted : alignment))
        return memory;
    throw std::bad_alloc{};
}

void give(void* memory) noexcept {
    allocation_counter::count();
    std::free(memory);
}

} // namespace

void* operator new(std::size_t size) {
    return take(size, __STDCPP_DEFAULT_NEW_ALIGNMENT__);
}
void* operator new[](std::size_t size) {
    return take(size, __STDCPP_DEFAULT_NEW_ALIGNMENT__);
}
void* operator new(std::size_t size, std::align_val_t alignment) {
    return take(size, static_cast<std::size_t>(alignment));
}
void* operator new[](std::size_t size, std::align_val_t alignment) {
    return take(size, static_cast<std::size_t>(alignment));
}
void operator delete(void* memory) noexcept {
    give(memory);
}
void operator delete[](void* memory) noexcept {
    give(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    give(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
    give(memory);
}
void operator delete(void* memory, std::align_val_t) noexcept {
    give(memory);
}
void operator delete[](void* memory, std::align_val_t) noexcept {
    give(memory);
}
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
    give(memory);
}
void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept {
    give(memory);
}
