/** Building models: short names, own layers, surgery. */
@NullMarked
package dev.tenon.tests.building;

import org.jspecify.annotations.NullMarked;
