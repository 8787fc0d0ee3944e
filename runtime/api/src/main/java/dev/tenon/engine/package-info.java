/**
 * The engines that run models: {@link dev.tenon.engine.Engine}; {@link
 * dev.tenon.engine.EngineOptions} choose their device.
 */
@NullMarked
package dev.tenon.engine;

import org.jspecify.annotations.NullMarked;
