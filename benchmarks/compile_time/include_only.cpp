// SPDX-License-Identifier: BSL-1.0

#include <tacho/tacho.hpp>
