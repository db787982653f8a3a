/** Tests that run inside the real distribution, started by Pax Exam. */
package io.cmesh.itests.container;
