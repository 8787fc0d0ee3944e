/** What a fine-tuning writes, also when its process is told to end. */
@NullMarked
package dev.tenon.cli.finetune;

import org.jspecify.annotations.NullMarked;
