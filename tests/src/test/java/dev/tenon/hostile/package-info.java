/** Files made to do harm: seeded mutants and hand-made attacks, and what Tenon says of them. */
@NullMarked
package dev.tenon.hostile;

import org.jspecify.annotations.NullMarked;
