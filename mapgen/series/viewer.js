/* Turns the list of maps into a viewer. All that it shows stands in the page: an article for each
 * map, in a section for each view. Moving shows another article; nothing is fetched but pictures.
 *
 *     where   the view, the number of its map, and the date to compare with
 *     go()    the only way to another map: controls at once, the picture when it is there
 */
"use strict";
(() => {
    const find = (selector, within = document) => within.querySelector(selector);
    const all = (selector, within = document) => [...within.querySelectorAll(selector)];
    const make = (name, properties) => Object.assign(document.createElement(name), properties);

    const stage = find("#stage"), controls = find("#controls"), other = find("#other");
    const slider = find("#date"), ticks = find(".ticks"), said = find("#said");
    const play = find("#play"), speed = find("#speed"), compare = find("#compare");
    const previous = find("#previous"), next = find("#next"), otherDate = find("#other-date");
    const chart = find("#chart");
    const isMirrored = document.documentElement.dir === "rtl";

    const views = all(".view").map((section) => ({
        name: section.dataset.view,
        title: find("h2", section).textContent,
        section,
        maps: all(".map", section).map((article) => ({
            article,
            date: article.dataset.date,
            day: Number(article.dataset.day),
            x: Number(article.dataset.x),
            words: find("time", article).textContent,
            caption: find(".caption", article)?.textContent ?? "",
            picture: find("img", article),
        })),
    }));
    const where = { view: views[0], at: 0, other: null };
    let timer = 0, shown = null;

    /* ---- dates and addresses ---- */

    /* The day number of a date in an address. */
    const dayOf = (date) => {
        const [, year, month, day] = date.match(/^(-?\d+)-(\d\d)-(\d\d)$/);
        return new Date(0).setUTCFullYear(Number(year), Number(month) - 1, Number(day)) / 864e5;
    };

    /* The map that holds on a day: the last that is not after it. */
    const mapOn = (view, day) => {
        const after = view.maps.findIndex((map) => map.day > day);
        return after < 0 ? view.maps.length - 1 : Math.max(after - 1, 0);
    };

    /* "#2020-11-10", "#corridor/2020-11-10", "#corridor", and ",2020-09-27" behind a date to
     * compare with; null when it is something else. */
    const readAddress = () => {
        const hash = location.hash.slice(1);
        const date = "-?\\d{4,}-\\d\\d-\\d\\d";
        const parts = hash.match(`^(?:(.+)/)?(${date})(?:,(${date}))?$`);
        const view = views.find((one) => one.name === (parts ? parts[1] : hash));
        if (parts === null)
            return view ? { view, at: mapOn(view, here().day), other: null } : null;
        if (parts[1] !== undefined && !view)
            return null;
        const shownView = view || views[0];
        return {
            view: shownView,
            at: mapOn(shownView, dayOf(parts[2])),
            other: parts[3] ? mapOn(shownView, dayOf(parts[3])) : null,
        };
    };

    const writeAddress = () => {
        const view = where.view === views[0] ? "" : `${where.view.name}/`;
        const beside = where.other === null ? "" : `,${where.view.maps[where.other].date}`;
        history.replaceState(null, "", `#${view}${here().date}${beside}`);
    };

    const here = () => where.view.maps[where.at];

    /* ---- showing ---- */

    /* When the picture can be painted, or after a while without it: what is slow to load must not
     * hold up the words. */
    const ready = (map) => {
        if (!map.picture)
            return Promise.resolve();
        map.picture.loading = "eager";
        const late = new Promise((done) => setTimeout(done, 500));
        return Promise.race([map.picture.decode().catch(() => {}), late]);
    };

    const markTick = () => {
        all("span", ticks).forEach((tick, i) => tick.classList.toggle("is-current", i === where.at));
    };

    const showFigures = () => {
        if (!chart)
            return;
        const rows = all("tbody tr", chart);
        let row = rows[0];
        for (const one of rows) {
            one.classList.remove("is-current");
            if (Number(one.dataset.day) <= here().day)
                row = one;
        }
        row.classList.add("is-current");
        all(".key b", chart).forEach((value) => {
            value.textContent = row.cells[Number(value.dataset.column)].textContent;
        });
        const cursor = find(".cursor", chart);
        cursor.hidden = false;
        cursor.style.insetInlineStart = `${here().x}%`;
    };

    /* A copy, so that the same map can stand on both sides. */
    const showOther = () => {
        const isComparing = where.other !== null;
        stage.classList.toggle("is-comparing", isComparing);
        compare.setAttribute("aria-pressed", String(isComparing));
        find("#with").hidden = other.hidden = !isComparing;
        other.lastElementChild.replaceChildren();
        if (!isComparing)
            return;
        const copy = where.view.maps[where.other].article.cloneNode(true);
        all("img", copy).forEach((picture) => (picture.loading = "eager"));
        copy.classList.add("is-current");
        other.lastElementChild.append(copy);
        otherDate.value = String(where.other);
    };

    const say = () => {
        said.textContent = `${shown.words}. ${shown.caption}`;
    };

    const showMap = () => {
        if (shown) {
            shown.article.classList.remove("is-current");
            shown.article.parentElement.classList.remove("is-current");
        }
        shown = here();
        shown.article.classList.add("is-current");
        where.view.section.classList.add("is-current");
        if (!timer)
            say();
    };

    /* A button at the end of its way keeps the focus, and so is not disabled for real. */
    const setEnd = (button, isEnd) => button.setAttribute("aria-disabled", String(isEnd));

    const showControls = () => {
        slider.value = String(where.at);
        slider.setAttribute("aria-valuetext", here().words);
        setEnd(previous, where.at === 0);
        setEnd(next, where.at === where.view.maps.length - 1);
        markTick();
    };

    const go = async (at, isAddressed = true) => {
        where.at = Math.min(Math.max(at, 0), where.view.maps.length - 1);
        showControls();
        showFigures();
        if (isAddressed)
            writeAddress();
        const map = here();
        await ready(map);
        if (map !== here())
            return;
        showMap();
        for (const neighbour of where.view.maps.slice(Math.max(where.at - 1, 0), where.at + 3))
            if (neighbour.picture)
                neighbour.picture.loading = "eager";
    };

    /* ---- views ---- */

    /* A year under its first tick, where there is room. */
    const nameTicks = () => {
        const room = ticks.clientWidth, marks = all("span", ticks);
        const least = 2.75 * parseFloat(getComputedStyle(ticks).fontSize);
        let end = -Infinity, year = "";
        where.view.maps.forEach((map, i) => {
            const x = marks.length > 1 ? (room * i) / (marks.length - 1) : 0;
            const its = map.date.slice(0, -6);
            marks[i].replaceChildren();
            if (its === year || x < end || x > room - least / 2)
                return;
            marks[i].append(make("b", { textContent: its }));
            year = its;
            end = x + least;
        });
    };

    const setView = (view) => {
        where.view = view;
        slider.max = String(view.maps.length - 1);
        const last = Math.max(view.maps.length - 1, 1);
        ticks.replaceChildren(...view.maps.map((map, i) => {
            const tick = make("span");
            tick.style.insetInlineStart = `${(100 * i) / last}%`;
            return tick;
        }));
        nameTicks();
        otherDate.replaceChildren(...view.maps.map((map, i) =>
            make("option", { value: String(i), textContent: map.words })));
        find(`input[value="${view.name}"]`, controls).checked = true;
    };

    const goTo = (place, isAddressed) => {
        if (place.view !== where.view)
            setView(place.view);
        where.other = place.other;
        showOther();
        return go(place.at, isAddressed);
    };

    const addChoices = () => {
        const choices = find("#views");
        for (const view of views) {
            const choice = make("input", { type: "radio", name: "view", value: view.name });
            const label = make("label");
            label.append(choice, view.title);
            choices.append(label);
            choice.addEventListener("change", () => {
                const day = here().day;
                const pinned = where.other === null ? null : where.view.maps[where.other].day;
                goTo({
                    view,
                    at: mapOn(view, day),
                    other: pinned === null ? null : mapOn(view, pinned),
                });
            });
        }
        choices.hidden = views.length < 2;
    };

    /* ---- playing ---- */

    const stop = () => {
        clearTimeout(timer);
        timer = 0;
        play.classList.remove("is-playing");
        said.setAttribute("aria-live", "polite");
    };

    const step = async () => {
        const started = timer;
        await go(where.at + 1);
        if (timer !== started)
            return;
        timer = setTimeout(step, Number(speed.value));
        if (where.at < where.view.maps.length - 1)
            return;
        stop();
        say();
    };

    const start = () => {
        play.classList.add("is-playing");
        said.setAttribute("aria-live", "off");
        const isAtEnd = where.at === where.view.maps.length - 1;
        timer = setTimeout(step, isAtEnd ? Number(speed.value) : 0);
        if (isAtEnd)
            go(0);
    };

    const move = (at) => {
        stop();
        return go(at);
    };

    /* ---- hands ---- */

    const keys = {
        ArrowLeft: () => move(where.at + (isMirrored ? 1 : -1)),
        ArrowRight: () => move(where.at + (isMirrored ? -1 : 1)),
        Home: () => move(0),
        End: () => move(where.view.maps.length - 1),
        " ": () => (timer ? stop() : start()),
    };

    /* What a control does with a key itself comes first. */
    const isTaken = (target, key) => {
        if (key === " ")
            return target.closest("a, button, select, summary, [type=radio]");
        return target.closest("input, select, .scroll");
    };

    const onKey = (event) => {
        const act = keys[event.key];
        if (!act || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey ||
            isTaken(event.target, event.key))
            return;
        event.preventDefault();
        act();
    };

    /* A swipe is longer than it is high, by one finger, on a page that is not zoomed into. */
    const listenToSwipes = () => {
        let from = null;
        stage.addEventListener("touchstart", (event) => {
            const isZoomed = window.visualViewport && visualViewport.scale > 1.05;
            from = event.touches.length === 1 && !isZoomed ? event.touches[0] : null;
        }, { passive: true });
        stage.addEventListener("touchend", (event) => {
            if (!from)
                return;
            const x = event.changedTouches[0].clientX - from.clientX;
            const y = event.changedTouches[0].clientY - from.clientY;
            from = null;
            if (Math.abs(x) > 40 && Math.abs(x) > 1.5 * Math.abs(y))
                move(where.at + (x < 0 === isMirrored ? -1 : 1));
        });
    };

    const listenToChart = () => {
        const plot = chart && find(".plot", chart);
        if (!plot)
            return;
        plot.addEventListener("click", (event) => {
            const box = plot.getBoundingClientRect();
            const share = (100 * (event.clientX - box.left)) / box.width;
            const x = isMirrored ? 100 - share : share;
            const after = where.view.maps.findIndex((map) => map.x > x);
            move(after < 0 ? where.view.maps.length - 1 : after - 1);
        });
    };

    const listen = () => {
        slider.addEventListener("input", () => move(Number(slider.value)));
        previous.addEventListener("click", () => move(where.at - 1));
        next.addEventListener("click", () => move(where.at + 1));
        play.addEventListener("click", keys[" "]);
        compare.addEventListener("click", () => {
            const beside = where.at > 0 ? where.at - 1 : Math.min(1, where.view.maps.length - 1);
            goTo({ view: where.view, at: where.at, other: where.other === null ? beside : null });
        });
        otherDate.addEventListener("change", () =>
            goTo({ view: where.view, at: where.at, other: Number(otherDate.value) }));
        find("#print").addEventListener("click", () => print());
        document.addEventListener("keydown", onKey);
        listenToSwipes();
        listenToChart();
        window.addEventListener("hashchange", () => {
            const place = readAddress();
            if (place) {
                stop();
                goTo(place, false);
            }
        });
        new ResizeObserver(nameTicks).observe(ticks);
    };

    /* Addresses lead to the viewer now, not down the list. */
    all(".map [id], .map[id]").forEach((element) => element.removeAttribute("id"));
    controls.hidden = find("#keys").hidden = false;
    addChoices();
    setView(where.view);
    listen();
    const asked = readAddress();
    if (asked)
        scrollTo(0, 0);
    goTo(asked || where, false);
})();
