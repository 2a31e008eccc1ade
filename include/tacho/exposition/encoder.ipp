// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_EXPOSITION_ENCODER_IPP
#define TACHO_EXPOSITION_ENCODER_IPP

#include <tacho/exposition/encoder.hpp>

namespace tacho::inline v0 {

TACHO_DECL encoder::~encoder() = default;

} // namespace tacho::inline v0

#endif
