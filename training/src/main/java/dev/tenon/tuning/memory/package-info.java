/** How much memory a trial takes, and who waits for it. */
@NullMarked
package dev.tenon.tuning.memory;

import org.jspecify.annotations.NullMarked;
