/** The engines that run models: {@link dev.tenon.engine.Engine}. */
@NullMarked
package dev.tenon.engine;

import org.jspecify.annotations.NullMarked;
