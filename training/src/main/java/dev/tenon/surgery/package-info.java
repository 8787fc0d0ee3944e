/** Changes models: cuts, heads, layers put in, renamed, frozen, copied. */
@NullMarked
package dev.tenon.surgery;

import org.jspecify.annotations.NullMarked;
