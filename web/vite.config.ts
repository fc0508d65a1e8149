// One page; what is not needed at once is in files of its own, style sheets as well. Every address relative, so that the page works below any base path.
import { defineConfig } from "vite";

export default defineConfig({
    base: "./",
    build: {
        target: "es2022",
        minify: "terser",
        terserOptions: { compress: { passes: 2 } },
        assetsInlineLimit: 0,
        modulePreload: false,
        rollupOptions: {
            output: { entryFileNames: "assets/[name]-[hash].js", chunkFileNames: "assets/[name]-[hash].js", assetFileNames: "assets/[name]-[hash][extname]" },
        },
    },
    server: { host: "127.0.0.1", fs: { allow: [".."] } },
});
