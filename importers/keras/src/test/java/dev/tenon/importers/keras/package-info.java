/** Tests of the Keras importer. */
@NullMarked
package dev.tenon.importers.keras;

import org.jspecify.annotations.NullMarked;
