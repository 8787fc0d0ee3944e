/**
 * Cells whose steps stand one after the other in a graph: {@link
 * dev.tenon.lifting.recurrent.cells.UnrolledCells} finds them by what they compute and proves it.
 */
@NullMarked
package dev.tenon.lifting.recurrent.cells;

import org.jspecify.annotations.NullMarked;
