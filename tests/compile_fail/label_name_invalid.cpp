// SPDX-License-Identifier: BSL-1.0
// EXPECT IN A NOTE: a_label_name_must_match_letter_or_underscore

#include <tacho/tacho.hpp>

int main() {
#ifdef TACHO_REJECT
    tacho::family<tacho::counter, "status-code"> f{"requests_total", "Requests."};
#else
    tacho::family<tacho::counter, "status_code"> f{"requests_total", "Requests."};
#endif
}
