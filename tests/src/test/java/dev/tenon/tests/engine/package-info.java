/** What every engine must do alike; reading starts at {@code EngineCompatibilityKit}. */
@NullMarked
package dev.tenon.tests.engine;

import org.jspecify.annotations.NullMarked;
