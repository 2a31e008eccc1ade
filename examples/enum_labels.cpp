// SPDX-License-Identifier: BSL-1.0

// Labels whose values are an enum: a lookup is an index without hashing or comparing, and every
// series exists from the start, at zero.

#include <tacho/tacho.hpp>

#include <array>
#include <cstdio>
#include <string_view>

namespace shop {

enum class payment { card, transfer, voucher };
enum class outcome { paid, refused };

// tacho finds this function by argument-dependent lookup. It returns one value for each enumerator.
constexpr std::array<std::string_view, 3> label_values(payment) {
    return {"card", "transfer", "voucher"};
}

constexpr std::array<std::string_view, 2> label_values(outcome) {
    return {"paid", "refused"};
}

struct metrics {
    tacho::family<
        tacho::counter,
        tacho::enum_label<payment>("payment"),
        tacho::enum_label<outcome>("outcome")>
        orders{"shop_orders_total", "Orders, by means of payment and outcome."};
};

} // namespace shop

int main() {
    shop::metrics metrics;

    metrics.orders.with(shop::payment::card, shop::outcome::paid).inc(3);
    metrics.orders.with(shop::payment::voucher, shop::outcome::refused).inc();

    std::fputs(tacho::to_text().c_str(), stdout);
}
