// SPDX-License-Identifier: BSL-1.0

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <sys/mman.h>

#include "model_memory.hpp"

namespace explore {

namespace {

[[nodiscard]] std::byte* map(std::size_t bytes) {
    auto* const memory = ::mmap(
        nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0
    );
    if (memory == MAP_FAILED)
        std::abort();
    return static_cast<std::byte*>(memory);
}

[[nodiscard]] std::uintptr_t address(void const* at) noexcept {
    return reinterpret_cast<std::uintptr_t>(at);
}

} // namespace

model_memory::model_memory()
    : pieces_at_{map((most_pieces + 1) * piece_bytes)} {
    heap_ = map(heap_bytes);
    pieces_at_ += (piece_bytes - address(pieces_at_) % piece_bytes) % piece_bytes;
}

void model_memory::reset() {
    for (std::size_t i = 0; i < pieces_used_; ++i) {
        std::memset(pieces_at_ + i * piece_bytes, 0, pieces_[i].highest);
        pieces_[i].usable.clear();
        pieces_[i].highest = 0;
        pieces_[i].released = false;
    }
    pieces_used_ = 0;
    std::memset(heap_, 0, heap_used_);
    heap_used_ = 0;
    for (auto& each : globals_) {
        if (each.first_written < each.end_written)
            std::memcpy(
                each.at + each.first_written,
                each.pristine.data() + each.first_written,
                each.end_written - each.first_written
            );
        each.first_written = each.pristine.size();
        each.end_written = 0;
    }
}

void* model_memory::allocate(std::size_t bytes) {
    auto const size = (bytes + 15) / 16 * 16;
    if (heap_used_ + size > heap_bytes)
        std::abort();
    auto* const made = heap_ + heap_used_;
    heap_used_ += size;
    return made;
}

bool model_memory::in_heap(void const* at) noexcept {
    return address(at) >= address(heap_) && address(at) < address(heap_) + heap_bytes;
}

bool model_memory::in_pieces(std::uintptr_t at) const noexcept {
    return at >= address(pieces_at_) && at < address(pieces_at_) + most_pieces * piece_bytes;
}

std::byte* model_memory::reserve(std::size_t bytes) {
    if (bytes > piece_bytes || pieces_used_ == most_pieces)
        return nullptr;
    return pieces_at_ + pieces_used_++ * piece_bytes;
}

void model_memory::release(std::byte* memory) {
    pieces_[(address(memory) - address(pieces_at_)) / piece_bytes].released = true;
}

std::size_t model_memory::reserved() const noexcept {
    std::size_t count = 0;
    for (std::size_t i = 0; i < pieces_used_; ++i)
        count += pieces_[i].released ? 0U : 1U;
    return count;
}

void model_memory::make_usable(std::byte* from, std::size_t bytes, std::size_t by, moment when) {
    auto const offset = address(from) - address(pieces_at_);
    auto& in = pieces_[offset / piece_bytes];
    auto const begin = offset % piece_bytes;
    in.usable.push_back({begin, begin + bytes, by, when});
    in.highest = std::max(in.highest, begin + bytes);
}

model_memory::access
model_memory::check(std::uintptr_t at, std::size_t size, clock const& now) const noexcept {
    if (!in_pieces(at))
        return access::elsewhere;
    auto const offset = at - address(pieces_at_);
    auto const& in = pieces_[offset / piece_bytes];
    if (in.released)
        return access::given_back;
    auto const begin = offset % piece_bytes;
    auto found = access::unusable;
    for (auto const& each : in.usable)
        if (each.begin <= begin && begin + size <= each.end) {
            if (now.covers(each.by, each.when))
                return access::good;
            found = access::unordered;
        }
    return found;
}

bool model_memory::is_cell(std::uintptr_t at) const noexcept {
    return in_pieces(at) && (at - address(pieces_at_)) % piece_bytes >= first_cell_;
}

void model_memory::add_global(void* at, std::size_t size, char const* name) {
    auto* const bytes = static_cast<std::byte*>(at);
    globals_.push_back({bytes, {bytes, bytes + size}, size, 0, name});
}

void model_memory::note_write(std::uintptr_t at, std::size_t size) noexcept {
    for (auto& each : globals_) {
        auto const begin = address(each.at);
        if (at < begin || at >= begin + each.pristine.size())
            continue;
        each.first_written = std::min(each.first_written, at - begin);
        each.end_written = std::max(each.end_written, at - begin + size);
    }
}

bool model_memory::in_global(std::uintptr_t at) const noexcept {
    return std::any_of(globals_.begin(), globals_.end(), [&](auto const& each) {
        return at >= address(each.at) && at < address(each.at) + each.pristine.size();
    });
}

std::string model_memory::name(std::uintptr_t at, char const* (*head)(std::size_t)) const {
    if (in_pieces(at)) {
        auto const offset = at - address(pieces_at_);
        auto const within = offset % piece_bytes;
        auto const text = "slab " + std::to_string(offset / piece_bytes);
        if (within >= first_cell_)
            return text + ", cell " + std::to_string((within - first_cell_) / 8);
        if (head != nullptr && head(within) != nullptr)
            return text + "." + head(within);
        return text + " + " + std::to_string(within);
    }
    for (auto const& each : globals_)
        if (at >= address(each.at) && at < address(each.at) + each.pristine.size())
            return std::string{each.name} + " + " + std::to_string(at - address(each.at));
    if (in_heap(reinterpret_cast<void const*>(at)))
        return "heap + " + std::to_string(at - address(heap_));
    return "local " + std::to_string(at % 100000);
}

} // namespace explore
